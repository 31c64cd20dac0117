"""Several named queries at once.

moto answers 500 to BatchGetNamedQuery, by which Terraform's data source finds a query by its name.
https://docs.aws.amazon.com/athena/latest/APIReference/API_BatchGetNamedQuery.html
"""

import json

from moto.athena.responses import AthenaResponse


def batch_get_named_query(self: AthenaResponse) -> str:
    asked = self._get_param("NamedQueryIds")
    found = [query for query in map(self.athena_backend.get_named_query, asked) if query]
    known = {query.id for query in found}
    return json.dumps(
        {
            "NamedQueries": [
                {
                    "Name": query.name,
                    "Description": query.description,
                    "Database": query.database,
                    "QueryString": query.query_string,
                    "NamedQueryId": query.id,
                    "WorkGroup": query.workgroup.name,
                }
                for query in found
            ],
            "UnprocessedNamedQueryIds": [
                {"NamedQueryId": each, "ErrorCode": "INVALID_INPUT"} for each in asked if each not in known
            ],
        }
    )


def mend() -> None:
    AthenaResponse.batch_get_named_query = batch_get_named_query
