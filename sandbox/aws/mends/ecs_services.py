"""How a service of ECS deploys, and what else it was made with.

moto takes these settings and forgets them, so that Terraform would set them again for ever, or would not see them changed.
AWS gives back what was set.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
"""

from moto.core.responses import ActionResult
from moto.ecs.responses import EC2ContainerServiceResponse

KEPT = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
}


def create_service(self: EC2ContainerServiceResponse) -> ActionResult:
    return keeping(self, CREATE_SERVICE(self))


def update_service(self: EC2ContainerServiceResponse) -> ActionResult:
    return keeping(self, UPDATE_SERVICE(self))


def keeping(request: EC2ContainerServiceResponse, answer: ActionResult) -> ActionResult:
    for parameter, attribute in KEPT.items():
        given = request._get_param(parameter)
        if given is not None:
            setattr(answer.result["service"], attribute, given)
    return answer


CREATE_SERVICE, UPDATE_SERVICE = EC2ContainerServiceResponse.create_service, EC2ContainerServiceResponse.update_service


def mend() -> None:
    EC2ContainerServiceResponse.create_service = create_service
    EC2ContainerServiceResponse.update_service = update_service
