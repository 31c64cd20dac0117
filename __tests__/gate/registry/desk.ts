import type { Answer, JsonObject } from "../../../gate/call";
import type { Principal } from "../../../gate/principal";
import { registryHandlers } from "../../../gate/registry";
import { anna, World } from "../decisions/world";

/** The registry's handlers before an MLflow in memory, asked as the door asks them. */
export class Desk {
  readonly world = new World();
  readonly #handlers = registryHandlers({
    decisions: this.world.decisions,
    state: this.world.state,
    upstream: this.world.mlflow,
    rules: this.world.rules,
    now: this.world.clock,
  });

  /** @param route `POST model-versions/create` */
  async ask(route: string, body: JsonObject, principal: Principal = anna): Promise<Answer> {
    const [method = "", path = ""] = route.split(" ");
    const id = `${method} /api/2.0/mlflow/${path}`;
    const handler = this.#handlers.json[id];
    if (handler === undefined) throw new Error(`no handler for ${id}`);
    return handler({
      id: "call-1",
      route: { id, method, path: `/api/2.0/mlflow/${path}`, class: "governed" },
      params: {},
      query: {},
      body,
      principal,
    });
  }

  /** The routes that are handled. */
  routes(): readonly string[] {
    return Object.keys(this.#handlers.json);
  }

  /** What MLflow was asked to change. */
  get sent(): readonly JsonObject[] {
    return this.world.mlflow.bodies;
  }
}

export const json = ({ body }: Answer): unknown => JSON.parse(String(body));
