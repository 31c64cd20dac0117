"""Prints, as JSON, what the installed MLflow serves: routes with their request messages, and the messages' fields.

Asked are the objects that MLflow itself serves from: the url map of its Flask app, the routers of its FastAPI app and the
descriptors of its protobuf messages. Nothing is started.
"""

import inspect
import json
import os
import re

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow
from google.protobuf.descriptor import FieldDescriptor
from mlflow.protos import databricks_pb2
from mlflow.protos.mlflow_artifacts_pb2 import MlflowArtifactsService
from mlflow.protos.model_registry_pb2 import ModelRegistryService
from mlflow.protos.service_pb2 import MlflowService
from mlflow.protos.webhooks_pb2 import WebhookService
from mlflow.server import app as flask_app
from mlflow.server import handlers
from mlflow.server.fastapi_app import create_fastapi_app

# What werkzeug and Starlette answer of themselves beside what a route declares.
IMPLIED = {"HEAD", "OPTIONS"}
PREFIX = re.compile(r"^/(api|ajax-api)(?=/)")

# "string", "int64", "enum", "message", ...: the names of protobuf's own field types.
TYPES = {
    value: name.removeprefix("TYPE_").lower()
    for name, value in vars(FieldDescriptor).items()
    if name.startswith("TYPE_") and isinstance(value, int)
}


def message_of_path():
    """Request message by (method, path), for all that is a remote procedure call of MLflow's protobuf services."""
    found = {}
    for service in (MlflowService, ModelRegistryService, MlflowArtifactsService, WebhookService):
        descriptor = service.DESCRIPTOR
        for method in descriptor.methods:
            request = service().GetRequestClass(method).DESCRIPTOR
            for endpoint in method.GetOptions().Extensions[databricks_pb2.rpc].endpoints:
                since = endpoint.since.major
                for path in handlers._get_paths(endpoint.path, version=since):
                    found[(endpoint.method, path)] = request
    return found


def flask_routes():
    for rule in flask_app.url_map.iter_rules():
        for method in sorted(rule.methods - IMPLIED):
            yield method, rule.rule


def fastapi_routes(routes, prefix=""):
    for route in routes:
        methods = getattr(route, "methods", None)
        if methods:
            for method in sorted(set(methods) - IMPLIED):
                yield method, re.sub(r"\{(\w+):path\}", r"<path:\1>", re.sub(r"\{(\w+)\}", r"<\1>", prefix + route.path))
        elif hasattr(route, "original_router"):
            yield from fastapi_routes(route.original_router.routes, prefix + route.include_context.prefix)


def field_of(field, messages, enums):
    described = {"type": TYPES[field.type]}
    if field.type == FieldDescriptor.TYPE_MESSAGE and field.message_type.GetOptions().map_entry:
        value = field.message_type.fields_by_name["value"]
        return {"type": "map", "values": field_of(value, messages, enums)}
    if field.is_repeated:
        described["repeated"] = True
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        described["message"] = field.message_type.full_name
        add_message(field.message_type, messages, enums)
    if field.type == FieldDescriptor.TYPE_ENUM:
        described["enum"] = field.enum_type.full_name
        enums[field.enum_type.full_name] = [value.name for value in field.enum_type.values]
    return described


def add_message(descriptor, messages, enums):
    if descriptor.full_name in messages:
        return
    messages[descriptor.full_name] = {}
    messages[descriptor.full_name] = {
        field.name: field_of(field, messages, enums) for field in descriptor.fields
    }


def main():
    requests = message_of_path()
    routes, messages, enums = {}, {}, {}
    served = [*flask_routes(), *fastapi_routes(create_fastapi_app(flask_app).routes)]
    for method, path in served:
        prefix = PREFIX.match(path)
        rest = path[prefix.end() :] if prefix else path
        route = routes.setdefault(
            (rest if prefix else "", path if not prefix else "", method),
            {"method": method, "path": rest, "prefixes": []},
        )
        if prefix and prefix.group(1) not in route["prefixes"]:
            route["prefixes"].append(prefix.group(1))
        message = requests.get((method, path))
        if message is not None:
            route["message"] = message.full_name
            add_message(message, messages, enums)
    for route in routes.values():
        route["prefixes"].sort()
    listed = sorted(routes.values(), key=lambda route: (route["path"], route["method"]))
    print(
        json.dumps(
            {
                "mlflow": mlflow.__version__,
                "routes": listed,
                "messages": dict(sorted(messages.items())),
                "enums": dict(sorted(enums.items())),
            }
        )
    )


main()
