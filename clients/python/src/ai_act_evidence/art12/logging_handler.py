"""Standard ``logging`` as a way to record."""

from __future__ import annotations

import logging
from collections.abc import Callable

from .logger import Art12Logger

RECORDED = "art12_event_id"
"""Attribute of a log record: id of the event that was recorded with it, for other handlers to print."""


class Art12Handler(logging.Handler):
    """Records the call that a log record carries::

        logging.getLogger("credit").info("decided", extra={"art12": InferenceCall(...)})

    The event is made from the call alone: message, arguments and formatters of the record have no part in it, so that
    nothing can change or cut its text. Records without a call pass by. What other handlers print of the call is its kind.

    The record's level counts as everywhere in ``logging``: what a logger does not let through reaches no handler. A call
    that came to nothing says so when it is thrown away, as a warning of the logger ``ai_act_evidence.art12``. What is no
    call under that name, such as a dictionary, is refused: it would be taken for recorded.
    """

    def __init__(
        self, log: Art12Logger, *, on_error: Callable[[Exception], None] | None = None, closes: bool = True
    ) -> None:
        """Makes the handler.

        :param on_error: takes why a call was not recorded, and the application goes on. Default: it is raised where the
            application logs, as a call of the logger itself would: with a spool that is ``fail-closed`` the application
            must not act on what is not logged
        :param closes: whether ``logging.shutdown``, which Python calls when a process ends, closes the logger
        """
        super().__init__()
        self._log = log
        self._on_error = on_error
        self._closes = closes

    def handle(self, record: logging.LogRecord) -> bool:
        """As of every handler, but without its lock: calls of several threads share one sync of the disk."""
        passed = self.filter(record)
        if isinstance(passed, logging.LogRecord):  # Python 3.12: a filter may replace it
            record = passed
        if passed:
            self.emit(record)
        return bool(passed)

    def emit(self, record: logging.LogRecord) -> None:
        """Records the call, and puts the event's id on the record.

        :raises Art12Error: when it is not recorded and there is no ``on_error``
        """
        call = getattr(record, "art12", None)
        if call is None or hasattr(record, RECORDED):
            return
        try:
            setattr(record, RECORDED, self._log.record(call)["event_id"])
        except Exception as error:
            if self._on_error is None:
                raise
            self._on_error(error)

    def close(self) -> None:
        """Closes the logger, too, where it is told so."""
        super().close()
        if self._closes:
            self._log.close()
