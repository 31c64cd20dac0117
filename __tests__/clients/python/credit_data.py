"""Puts the three sets of the German credit data into a bucket with versions: credit_data.py BUCKET."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "sandbox" / "credit"))

from data_bucket import DataBucket
from german_credit import split

with tempfile.TemporaryDirectory() as folder:
    bucket = DataBucket(sys.argv[1])
    for context, data in split().items():
        file = Path(folder) / f"german-credit-{context}.csv"
        data.to_csv(file, index=False)
        print(bucket.keep(file)[0])
