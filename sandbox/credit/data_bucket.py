"""A bucket that keeps every version of the data sets, so that a run can name what it read and it can be read again."""

from pathlib import Path

import boto3


class DataBucket:
    """Made with versioning, if it is not there. AWS is found as the AWS SDK finds it (AWS_ENDPOINT_URL)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.s3 = boto3.client("s3")
        if name not in {bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]}:
            location = {"LocationConstraint": self.s3.meta.region_name}
            self.s3.create_bucket(Bucket=name, CreateBucketConfiguration=location)
            self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})

    def keep(self, file: Path) -> tuple[str, str]:
        """Puts the file and returns its address and version."""
        put = self.s3.put_object(Bucket=self.name, Key=file.name, Body=file.read_bytes())
        return f"s3://{self.name}/{file.name}", put["VersionId"]
