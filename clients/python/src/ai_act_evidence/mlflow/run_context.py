"""MLflow asks this at the start of every run for tags: ``mlflow.run_context_provider`` in the package's entry points.

It never raises and needs neither git nor network. What it cannot tell it leaves out, and says so once.
"""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
import warnings
from collections.abc import Mapping
from pathlib import Path

from .errors import ExperimentNameError
from .experiment_names import parse_experiment_name
from .git import Commit, Uncommitted, code_state
from .installed import OLDEST, installed_version, is_too_old
from .requirements import catalogue
from .tag_limits import LONGEST_VALUE, tag_problem

COMMIT = "ai_act.code_commit"
UNCOMMITTED = catalogue().uncommitted
"""Set instead of the commit where the code is none: what differs, and from which."""

_FURTHER = "AI_ACT_TAGS"

CI_COMMITS = (
    "GITHUB_SHA",
    "CI_COMMIT_SHA",
    "BITBUCKET_COMMIT",
    "BUILD_SOURCEVERSION",
    "BUILDKITE_COMMIT",
    "CIRCLE_SHA1",
    "CODEBUILD_RESOLVED_SOURCE_VERSION",
    "DRONE_COMMIT_SHA",
    "GIT_COMMIT",
    "TRAVIS_COMMIT",
)
"""Variables in which CI systems name the commit they checked out; asked where git does not tell."""


class RunContextWarning(UserWarning):
    """Something about a run could not be told, and its tag was left out."""


class AiActRunContext:
    """Adds the tags that production requires, from the environment and from git. A tag that the code sets itself wins.

    MLflow calls its two methods; it asks for no base class, and without one this loads no MLflow.
    """

    def in_context(self) -> bool:
        """Always: a run whose code is no commit should learn it whatever else it is."""
        return True

    def tags(self) -> dict[str, str]:
        """All tags that can be told."""
        try:
            _say_if_too_old()
            return run_tags(os.environ, code_folder())
        except Exception as error:
            _say(f"no ai_act.* tag was added to the run: {type(error).__name__}: {error}")
            return {}


def run_tags(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The tags that these variables and the repository around this folder tell."""
    said = _said(variables)
    tags = {**_of_experiment(variables), **_further(variables), **said}
    if COMMIT not in tags:
        tags |= _of_code(variables, folder)
    missing = [key for key in catalogue().tags if key not in tags and key != COMMIT]
    # Who sets none of them gives the tags to start_run, which this does not see.
    if missing and (said or tags.keys() - {COMMIT, UNCOMMITTED}):
        names = ", ".join(map(variable_of, missing))
        _say(
            f"the run lacks the tags {', '.join(missing)}: set {names}, or give them to mlflow.start_run(tags=…)"
        )
    return _taken(tags)


def _taken(tags: Mapping[str, str]) -> dict[str, str]:
    """Without those that MLflow would refuse, and the run with them."""
    problems = {key: tag_problem(key, value) for key, value in tags.items()}
    for key, problem in problems.items():
        if problem:
            _say(f"the tag {key[:100]!a} was left out: {problem}")
    return {key: value for key, value in tags.items() if not problems[key]}


def variable_of(key: str) -> str:
    """The environment variable of a tag: ``AI_ACT_CHANGE_ID`` for ``ai_act.change_id``."""
    return key.upper().replace(".", "_")


def code_folder() -> Path:
    """Where the code that runs is: the script's folder, or the current one in a notebook or a console."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if not isinstance(script, str):
        return _current_folder()
    path = Path(script).resolve()
    # A notebook's kernel and `python -m pytest` are programs of the environment; the code is where they were started.
    places = (sysconfig.get_path(kind) for kind in ("purelib", "platlib", "stdlib", "scripts"))
    installed = any(path.is_relative_to(Path(place).resolve()) for place in places)
    return _current_folder() if installed or not path.exists() else path.parent


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # It was removed: git says so.
        return Path()


def _said(variables: Mapping[str, str]) -> dict[str, str]:
    found = {key: variables.get(variable_of(key), "").strip() for key in catalogue().tags}
    too_long = [key for key, value in found.items() if len(value) > LONGEST_VALUE]
    if too_long:
        _say(
            f"{', '.join(map(variable_of, too_long))}: longer than the {LONGEST_VALUE} characters of a tag, and left out"
        )
    return {key: value for key, value in found.items() if value and key not in too_long}


def _of_experiment(variables: Mapping[str, str]) -> dict[str, str]:
    try:
        return parse_experiment_name(variables.get("MLFLOW_EXPERIMENT_NAME", "")).tags
    except ExperimentNameError:
        return {}


def _further(variables: Mapping[str, str]) -> dict[str, str]:
    """Tags that a system asks for beside the product's own: a JSON object in ``AI_ACT_TAGS``."""
    text = variables.get(_FURTHER, "").strip()
    if not text:
        return {}
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        _say(f'{_FURTHER} is no JSON object of texts, such as {{"cost_centre": "4711"}}, and was left out')
        return {}
    # The gate's own keys, and MLflow's.
    return {key: value for key, value in given.items() if not key.startswith(("evidence.", "mlflow."))}


def _of_code(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    state = code_state(folder)
    if isinstance(state, Commit):
        return {COMMIT: state.id}
    if isinstance(state, Uncommitted):
        _say(
            f"{state}: the run gets no tag {COMMIT}, because no commit is the code that runs. Commit, and run again"
        )
        return {UNCOMMITTED: str(state)}
    named = _of_ci(variables)
    if named is not None:
        return {COMMIT: named}
    _say(
        f"the commit of the code cannot be told, and {COMMIT} is left out: {state.why}. Set {variable_of(COMMIT)}"
    )
    return {}


def _of_ci(variables: Mapping[str, str]) -> str | None:
    values = (variables.get(name, "").strip().lower() for name in CI_COMMITS)
    return next((value for value in values if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value)), None)


def _say_if_too_old() -> None:
    found = installed_version()
    if found is not None and is_too_old(found):
        wanted = ".".join(map(str, OLDEST))
        _say(f"MLflow {found} is installed; ai-act-evidence is tried with {wanted} and later")


_ALREADY_SAID: set[str] = set()


def _say(message: str) -> None:
    """Once in a process. Where warnings are errors the run goes on all the same."""
    if message in _ALREADY_SAID:
        return
    _ALREADY_SAID.add(message)
    try:
        warnings.warn(message, RunContextWarning, stacklevel=2)
    except RunContextWarning as error:
        print(f"ai-act-evidence: {error}", file=sys.stderr)
