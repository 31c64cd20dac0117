"""Event selectors of trails.

moto says of every trail that it has no selectors of its own, so that nobody reads those it keeps. AWS says that it has
some as soon as there are some.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
"""

from moto.cloudtrail.models import Trail


def mend() -> None:
    description = Trail.description

    def with_selectors(self: Trail, *args, **kwargs):
        told = description(self, *args, **kwargs)
        told["HasCustomEventSelectors"] = bool(self.event_selectors or self.advanced_event_selectors)
        return told

    Trail.description = with_selectors
