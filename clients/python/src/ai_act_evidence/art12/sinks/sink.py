"""What a sink promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from ..log_line import LogLine


class Art12Sink(ABC):
    """Where log lines go. One batch at a time is given to ``write``, in order of the sequence."""

    max_lines: int = 500
    """Most lines one ``write`` takes."""
    max_age_hours: float | None = None
    """Age in hours beyond which it takes no event; None: any age is taken."""
    max_ahead_hours: float | None = None
    """Hours ahead of its clock beyond which it takes no event; None: any are taken."""

    def now(self) -> int | None:
        """The clock by which it judges that, in milliseconds since 1970; None: the logger's."""
        return None

    @abstractmethod
    def write(self, lines: Sequence[LogLine]) -> None:
        """Returns when the whole batch is taken.

        When it raises an ``Art12DeliveryError`` with ``delivered="no"``, nothing of the batch was taken, for certain, and
        its sequence numbers are used again. Any other exception means that it may have arrived: the same lines are given
        to ``write`` again before anything new.
        """

    def close(self) -> None:  # noqa: B027 (most sinks hold nothing)
        """Lets go of what it holds, such as a connection. A later ``write`` may take it again."""
