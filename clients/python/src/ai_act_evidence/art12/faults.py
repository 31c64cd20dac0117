"""Telling what goes wrong beside the calls."""

from __future__ import annotations

import logging
from collections.abc import Callable

from .options import OnFault

_LOG = logging.getLogger("ai_act_evidence.art12")


def teller(on_fault: OnFault | None) -> Callable[[Exception], None]:
    """Tells the application's function, whose own failure must not be the events'; a warning where there is none."""

    def tell(fault: Exception) -> None:
        if on_fault is None:
            _warn(fault)
            return
        try:
            on_fault(fault)
        except Exception as error:
            _warn(fault)
            _warn(error)

    return tell


def _warn(fault: Exception) -> None:
    cause = fault.__cause__
    # The cause of a fault beside the calls is of the disk or the network; one of the application's may hold data.
    _LOG.warning("%s%s", fault, f" (cause: {type(cause).__name__})" if cause else "")
