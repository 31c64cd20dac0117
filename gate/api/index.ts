import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { z } from "zod";
import { atMost } from "../at-once";
import type { Decisions, Door, Rules } from "../decisions";
import type { Identity } from "../identity";
import { principalId, type Principal } from "../principal";
import { Refusal } from "../refusal";
import {
  ApprovalForm,
  ApprovalParams,
  BreakGlassForm,
  PromotionForm,
  RevocationForm,
  RunParams,
  VersionParams,
} from "./forms";

export interface DecisionApiParts {
  readonly decisions: Decisions;
  readonly identity: Pick<Identity, "identify">;
  readonly rules: Pick<Rules, "protectedAliases">;
}

const MOST_ASKED_AT_ONCE = 4;

/** Where the gate's own API begins. */
const API = "/evidence/v1";

/**
 * Mounts what `evidence approve|revoke|promote|status|break-glass` and the Python client's `preflight` ask for. JSON both ways; a no is MLflow's error JSON.
 * Who asks is told by the token alone.
 */
export function registerDecisionApi(
  app: FastifyInstance,
  { decisions, identity, rules }: DecisionApiParts,
): void {
  const who = (request: FastifyRequest): Promise<Principal> => identity.identify(request.raw as never);

  // For a status all artifacts are read and hashed: nobody keeps MLflow busy with many of them.
  const asked = atMost(
    MOST_ASKED_AT_ONCE,
    `you have asked for the status of ${MOST_ASKED_AT_ONCE} versions, and their artifacts are still being read: ask again when one is answered`,
  );

  app.get(`${API}/status/:name/:version`, async (request) => {
    const id = principalId(await who(request));
    const version = read(VersionParams, request.params);
    return asked(id, () => decisions.status(version));
  });

  // No artifact is read for it: it costs what looking at the run costs.
  app.get(`${API}/preflight/:run`, async (request) => {
    await who(request);
    return decisions.preflight(read(RunParams, request.params).run);
  });

  app.post(`${API}/approvals`, async (request) => {
    const principal = await who(request);
    return decisions.approve({ ...read(ApprovalForm, request.body), principal, call: randomUUID() });
  });

  app.post(`${API}/approvals/:id/revoke`, async (request) => {
    const principal = await who(request);
    const { id: approval } = read(ApprovalParams, request.params);
    return decisions.revoke({
      ...read(RevocationForm, request.body),
      approval,
      principal,
      call: randomUUID(),
    });
  });

  app.post(`${API}/promotions`, async (request) => {
    const principal = await who(request);
    mayPromote(principal);
    const { name, door, ...order } = read(PromotionForm, request.body);
    mustBeProtected(rules, name, door);
    const promoted = await decisions.promote({
      ...order,
      name,
      door,
      // Of several versions in Production, MLflow serves the one with the highest number: a lower one would change nothing.
      archive: true,
      principal,
      call: randomUUID(),
    });
    const { act, record, displaces, lacks } = promoted;
    return { act, record, displaces, lacks };
  });

  app.post(`${API}/break-glass`, async (request) => {
    const principal = await who(request);
    const order = read(BreakGlassForm, request.body);
    mustBeProtected(rules, order.name, order.door);
    return decisions.askBreakGlass({ ...order, principal, call: randomUUID() });
  });
}

function mayPromote({ roles, name }: Principal): void {
  if (roles.has("trainer") || roles.has("service") || roles.has("approver")) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `${name} may not promote: it takes the role trainer, service or approver`,
  );
}

/** Other aliases are nobody's business here: MLflow's own client sets them. */
function mustBeProtected(rules: DecisionApiParts["rules"], name: string, { kind, name: alias }: Door): void {
  const doors = rules.protectedAliases(name);
  if (kind === "stage" || doors.includes(alias)) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `door.name: '${alias}' is no door into production for '${name}'; those are the stage Production and ${doors.map((one) => `the alias ${one}`).join(", ")}`,
  );
}

/** @throws Refusal INVALID_PARAMETER_VALUE naming every field that is not as it must be */
function read<T>(form: z.ZodType<T>, given: unknown): T {
  const result = form.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new Refusal("INVALID_PARAMETER_VALUE", `this request is not understood: ${problems.join("; ")}`);
}
