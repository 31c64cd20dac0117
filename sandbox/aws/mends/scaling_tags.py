"""Tags of scalable targets.

moto answers 500 when asked for them, which Terraform does at every read. AWS keeps those given at registration and later.
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
"""

import json
from collections import defaultdict

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

TAGS: dict[str, dict[str, str]] = defaultdict(dict)


def register_scalable_target(self: ApplicationAutoScalingResponse) -> str:
    answer = REGISTER_SCALABLE_TARGET(self)
    TAGS[json.loads(answer)["ScalableTargetARN"]].update(self._get_param("Tags") or {})
    return answer


def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
    return json.dumps({"Tags": TAGS[self._get_param("ResourceARN")]})


def tag_resource(self: ApplicationAutoScalingResponse) -> str:
    TAGS[self._get_param("ResourceARN")].update(self._get_param("Tags"))
    return "{}"


def untag_resource(self: ApplicationAutoScalingResponse) -> str:
    for key in self._get_param("TagKeys"):
        TAGS[self._get_param("ResourceARN")].pop(key, None)
    return "{}"


REGISTER_SCALABLE_TARGET = ApplicationAutoScalingResponse.register_scalable_target


def mend() -> None:
    for operation in (register_scalable_target, list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, operation.__name__, operation)
