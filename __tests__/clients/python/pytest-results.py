"""Prints the results of a pytest run (junit XML, xunit1) as JSON: a list of file, name, outcome and what was said."""

import json
import sys
import xml.etree.ElementTree as ElementTree


def outcome(case):
    for kind in ("failure", "error", "skipped"):
        if (found := case.find(kind)) is not None:
            return kind, f"{found.get('message')}\n{found.text or ''}"
    return "passed", ""


results = []
for case in ElementTree.parse(sys.argv[1]).iter("testcase"):
    kind, said = outcome(case)
    results.append({"file": case.get("file"), "name": case.get("name"), "outcome": kind, "said": said})
print(json.dumps(results))
