"""structlog as a way to record."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from .calls import Art12Call
from .logger import Art12Logger
from .logging_handler import RECORDED


class Art12Processor:
    """Records the call that an event dictionary carries under ``art12``::

        structlog.configure(processors=[Art12Processor(log), ..., JSONRenderer()])
        structlog.get_logger().info("decided", art12=InferenceCall(...))

    The event is made from the call alone. The call is taken out of the dictionary, and the event's id put there instead, so
    put this processor before all that print, send or drop.
    """

    def __init__(self, log: Art12Logger, *, on_error: Callable[[Exception], None] | None = None) -> None:
        """Makes the processor.

        :param on_error: as of :class:`Art12Handler`
        """
        self._log = log
        self._on_error = on_error

    def __call__(
        self, _logger: Any, _method: str, event_dict: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """One step of structlog's chain.

        :raises Art12Error: when the call is not recorded and there is no ``on_error``
        """
        if event_dict.get("art12") is None:
            return event_dict
        # What is no call is refused by the logger, and is not printed either: it may be raw input.
        call: Art12Call = event_dict.pop("art12")
        try:
            event_dict[RECORDED] = self._log.record(call)["event_id"]
        except Exception as error:
            if self._on_error is None:
                raise
            self._on_error(error)
        return event_dict
