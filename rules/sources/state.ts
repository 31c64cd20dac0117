import { z } from "zod";
import { anotherDocument, notTerraformJson, unknownFormat } from "../../errors";
import type { Resource } from "../resource";
import { ResourceSet } from "../resource-set";
import { filled } from "./filled";
import { holes } from "./holes";
import { kindOf } from "./kind";
import type { Source } from "./synthesized";

const shownResource = z.looseObject({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  values: z.unknown(),
  sensitive_values: z.unknown().optional(),
});
interface ShownModule {
  readonly address?: string | undefined;
  readonly resources: readonly z.infer<typeof shownResource>[];
  readonly child_modules: readonly ShownModule[];
}
const shownModule: z.ZodType<ShownModule> = z.lazy(() =>
  z.looseObject({
    address: z.string().optional(),
    resources: z.array(shownResource).default([]),
    child_modules: z.array(shownModule).default([]),
  }),
);
const shownState = z.looseObject({ values: z.looseObject({ root_module: shownModule }).optional() });

const storedState = z.looseObject({
  version: z.number(),
  resources: z
    .array(
      z.looseObject({
        module: z.string().optional(),
        mode: z.enum(["managed", "data"]),
        type: z.string(),
        name: z.string(),
        provider: z.string(),
        instances: z.array(
          z.looseObject({
            index_key: z.union([z.string(), z.number()]).optional(),
            attributes: z.unknown().optional(),
            deposed: z.string().optional(),
          }),
        ),
      }),
    )
    .default([]),
});

const KNOWN_FORMAT = /^1\./;
const KNOWN_STORED_VERSION = 4;

const isStored = (json: object): boolean => "lineage" in json && "serial" in json;

/**
 * The set of states: the output of `terraform show -json`, or of `terraform state pull`.
 *
 * @throws UserError when one is no state, or of an unknown format
 */
export function stateSet(sources: readonly Source[], whole: boolean): ResourceSet {
  return new ResourceSet(
    sources.flatMap(readState),
    sources.map(({ stack }) => ({
      name: stack,
      from: "state",
      address: `${stack}/terraform`,
      providers: {},
      unseenModules: [],
    })),
    whole,
  );
}

function readState(source: Source): readonly Resource[] {
  const { path, json } = source;
  const kind = kindOf(json);
  if (kind === "plan") throw anotherDocument(path, "plan", "state");
  if (kind !== "state")
    throw notTerraformJson(path, "state", "neither format_version with values, nor lineage and serial");
  return isStored(json as object) ? readStored(source) : readShown(source);
}

function readShown({ path, json, stack }: Source): readonly Resource[] {
  const { format_version: format } = json as { format_version?: unknown };
  if (typeof format !== "string" || !KNOWN_FORMAT.test(format))
    throw unknownFormat(path, String(format), "1.x");
  const parsed = shownState.safeParse(json);
  if (!parsed.success) throw notTerraformJson(path, "state", z.prettifyError(parsed.error));
  const walk = (module: ShownModule): readonly Resource[] => [
    ...module.resources.map(({ address, mode, type, name, values, sensitive_values: sensitive }) =>
      resource(stack, { address, mode, type, name, module: module.address, value: values, sensitive }),
    ),
    ...module.child_modules.flatMap(walk),
  ];
  return parsed.data.values ? walk(parsed.data.values.root_module) : [];
}

function readStored({ path, json, stack }: Source): readonly Resource[] {
  const parsed = storedState.safeParse(json);
  if (!parsed.success) throw notTerraformJson(path, "state", z.prettifyError(parsed.error));
  if (parsed.data.version !== KNOWN_STORED_VERSION)
    throw unknownFormat(path, String(parsed.data.version), String(KNOWN_STORED_VERSION));
  return parsed.data.resources.flatMap(({ module, mode, type, name, provider, instances }) =>
    instances
      .filter(({ deposed }) => deposed === undefined)
      .map(({ index_key: key, attributes }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const address = `${module ? `${module}.` : ""}${mode === "data" ? "data." : ""}${type}.${name}${index}`;
        const alias = /\]\.(\w[\w-]*)$/.exec(provider)?.[1];
        return resource(stack, { address, mode, type, name, module, value: attributes, alias });
      }),
  );
}

interface InState extends Pick<Resource, "mode" | "type" | "name"> {
  readonly address: string;
  readonly module?: string | undefined;
  readonly value: unknown;
  readonly sensitive?: unknown;
  readonly alias?: string | undefined;
}

function resource(
  stack: string,
  { address, mode, type, name, module, value, sensitive, alias }: InState,
): Resource {
  const values = filled({ value, sensitive });
  const provider = type.split("_")[0] ?? "";
  return {
    address: `${stack}/${address}`,
    terraformAddress: address,
    mode,
    type,
    name,
    ...(module !== undefined && { module }),
    provider: alias === undefined ? provider : `${provider}.${alias}`,
    stack,
    values,
    ...holes(values),
  };
}
