"""Prints, as JSON, the GraphQL documents that the installed MLflow's user interface sends, by name of the operation.

They stand as templates in its scripts. Before it sends one, its GraphQL client (Apollo) asks for `__typename` in every selection
below the operation and prints the document anew: the same is done here.
"""

import json
import re
from pathlib import Path

import mlflow.server
from graphql import parse, print_ast
from graphql.language import ast, visitor

SCRIPTS = Path(mlflow.server.__file__).parent / mlflow.server.REL_STATIC_DIR / "static" / "js"
DOCUMENT = re.compile(r"`\s*((?:query|mutation|subscription)\s+(\w+)\s*[({@][^`$]*(?:\$[^`{][^`$]*)*)`")
TYPENAME = ast.FieldNode(name=ast.NameNode(value="__typename"), arguments=(), directives=())


def asks_typename(selections):
    return any(isinstance(one, ast.FieldNode) and one.name.value == "__typename" for one in selections.selections)


class AddTypename(visitor.Visitor):
    def enter_selection_set(self, node, key, parent, *_):
        if isinstance(parent, ast.OperationDefinitionNode) or asks_typename(node):
            return None
        return ast.SelectionSetNode(selections=(*node.selections, TYPENAME))


documents = {}
for script in sorted(SCRIPTS.glob("*.js")):
    for text, name in DOCUMENT.findall(script.read_text(encoding="utf-8")):
        documents[name] = print_ast(visitor.visit(parse(text), AddTypename()))
print(json.dumps(dict(sorted(documents.items()))))
