/**
 * Who may do what, and the AWS accounts Datadog may use: roles, users, account integrations.
 *
 * @see https://docs.datadoghq.com/api/latest/roles/
 * @see https://docs.datadoghq.com/api/latest/aws-integration/
 */
import type { Asset } from "../../assets";
import { ApiFault, refused } from "../fault";
import { hex, uuid } from "../ids";
import { list, object, text, without, type Json } from "../json";
import type { Kind, Making } from "../kind";
import { PERMISSIONS } from "../permissions";

const ACCESS = "Access Management";

export const ROLE: Kind = {
  kind: "role",
  path: "/api/v2/roles",
  audited: { category: ACCESS, type: "role" },
  type: "roles",
  newId: uuid,
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent, { assets, before, id, login, now }) => {
    const { name } = sent;
    if (text(name) === "") throw refused(400, "Role name is required");
    const taken = (role: Asset) => role["id"] !== id && object(role["attributes"])["name"] === name;
    if (assets.list("role").some(taken)) throw refused(409, `Role ${text(name)} already exists`);
    const was = object(before?.["attributes"]);
    return {
      ...{ created_at: now.toISOString(), created_by_handle: login, user_count: 0 },
      ...{
        ...was,
        ...without(sent, "default_permissions_opt_out"),
        modified_at: now.toISOString(),
        modified_by_handle: login,
      },
      ...{ receives_permissions_from: [] },
    };
  },
  relationships: rolePermissions,
  missing: () =>
    new ApiFault(404, { errors: [{ title: "Generic Error", detail: "could not find the uuid." }] }),
  deleted: () => ({ status: 204 }),
};

/** A role has the permissions that everybody has, unless it opts out of them. */
function rolePermissions(sent: Json, { before }: Making, attributes: Json): Json {
  const was = object(object(before?.["relationships"])["permissions"]);
  const given = list((sent["permissions"] === undefined ? was : object(sent["permissions"]))["data"]);
  const ids = new Set(given.map((permission) => text(object(permission)["id"])));
  const unknown = [...ids].find((id) => !PERMISSIONS.some((permission) => permission.id === id));
  if (unknown !== undefined) throw refused(404, `permission ${unknown} not found`);
  const optsOut = attributes["default_permissions_opt_out"] === true;
  const data = PERMISSIONS.filter(({ id, restricted }) => ids.has(id) || (restricted && !optsOut)).map(
    ({ id }) => ({ id, type: "permissions" }),
  );
  return { permissions: { data } };
}

export const USER: Kind = {
  kind: "user",
  path: "/api/v2/users",
  audited: { category: ACCESS, type: "user" },
  type: "users",
  newId: uuid,
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent, { assets, id, now }) => {
    const email = text(sent["email"]);
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw refused(400, `Invalid email ${email}`);
    const taken = (user: Asset) => user["id"] !== id && object(user["attributes"])["email"] === email;
    if (assets.list("user").some(taken)) throw refused(409, `User ${email} already exists`);
    const created = { created_at: now.toISOString(), disabled: false, status: "Pending", verified: false };
    return { ...created, handle: email, name: null, service_account: false, ...sent };
  },
  relationships: (sent, { before }) => ({ ...object(before?.["relationships"]), ...sent }),
  missing: (id) => refused(404, `User ${id} not found`),
  madeStatus: 201,
  deleted: () => ({ status: 204 }),
  // A user is not deleted but disabled.
  afterDeletion: (asset) => ({
    ...asset,
    attributes: { ...object(asset["attributes"]), disabled: true, status: "Disabled" },
  }),
};

export const AWS_ACCOUNT: Kind = {
  kind: "aws account",
  path: "/api/v2/integration/aws/accounts",
  audited: { category: "Integration", type: "amazon-web-services" },
  type: "account",
  newId: uuid,
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent, { assets, before, id, now }) => {
    const accountId = text(sent["aws_account_id"]);
    if (!/^\d{12}$/.test(accountId)) throw refused(400, `Invalid AWS account id ${accountId}`);
    const taken = (account: Asset) =>
      account["id"] !== id && object(account["attributes"])["aws_account_id"] === accountId;
    if (assets.list("aws account").some(taken)) throw refused(409, `AWS account ${accountId} already exists`);
    const auth = object(sent["auth_config"]);
    const was = object(before?.["attributes"]);
    return {
      ...{ account_tags: [], aws_regions: { include_all: true }, ...REST_OF_ACCOUNT },
      ...sent,
      auth_config:
        auth["role_name"] === undefined
          ? auth
          : { external_id: object(was["auth_config"])["external_id"] ?? hex(), ...auth },
      created_at: was["created_at"] ?? now.toISOString(),
      modified_at: now.toISOString(),
    };
  },
  missing: (id) => refused(404, `AWS account ${id} not found`),
  deleted: () => ({ status: 204 }),
};

/** What is collected where nothing is said. */
const REST_OF_ACCOUNT: Json = {
  aws_partition: "aws",
  logs_config: { lambda_forwarder: { lambdas: [], sources: [], log_source_config: { tag_filters: [] } } },
  metrics_config: {
    ...{
      enabled: true,
      automute_enabled: true,
      collect_custom_metrics: false,
      collect_cloudwatch_alarms: false,
    },
    ...{
      tag_filters: [],
      namespace_filters: { exclude_only: ["AWS/SQS", "AWS/ElasticMapReduce", "AWS/Usage"] },
    },
  },
  resources_config: { cloud_security_posture_management_collection: false, extended_collection: true },
  traces_config: { xray_services: { include_only: [] } },
};
