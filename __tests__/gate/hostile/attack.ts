import type { Aim, Who } from "./besieged";
import { spoken, type Spoken } from "./wire";

type Bytes = string | Uint8Array;

/** One hostile request, as the bytes that are sent. */
export interface Attack {
  readonly name: string;
  readonly bytes: (aim: Aim) => Bytes | readonly Bytes[] | Promise<Bytes | readonly Bytes[]>;
  /** What hides the attack is a request in its own right, which may be answered. */
  readonly harmless?: true;
}

export const API = "/api/2.0/mlflow";
export const TRANSITION = `${API}/model-versions/transition-stage`;
export const ALIAS = `${API}/registered-models/alias`;

/** The request that every variation tries to get past the gate. */
export const toProduction = ({ model }: Aim) => ({
  name: model,
  version: "2",
  stage: "Production",
  archive_existing_versions: false,
});

interface Said extends Omit<Spoken, "token" | "target" | "body"> {
  readonly as?: Who;
  readonly target?: string | ((aim: Aim) => string);
  readonly body?: Bytes | ((aim: Aim) => Bytes | object);
}

/** An attack that is an ordinary request but for what is given. Left out: a trainer moves version 2 to Production. */
export function attack(name: string, said: Said = {}): Attack {
  const { as = "trainer", target = TRANSITION, body = toProduction, ...rest } = said;
  return {
    name,
    bytes: (aim) =>
      spoken({
        token: aim.tokens[as],
        target: typeof target === "string" ? target : target(aim),
        body: made(body, aim),
        ...rest,
      }),
  };
}

function made(body: NonNullable<Said["body"]>, aim: Aim): Bytes {
  const given = typeof body === "function" ? body(aim) : body;
  return typeof given === "string" || given instanceof Uint8Array ? given : JSON.stringify(given);
}

/** A call of MLflow's API by its path and JSON body. */
export const call = (
  name: string,
  method: string,
  path: string | ((aim: Aim) => string),
  body: (aim: Aim) => object,
  as: Who = "trainer",
): Attack =>
  attack(name, {
    as,
    method,
    target: (aim) => `${API}/${typeof path === "string" ? path : path(aim)}`,
    body,
  });
