import type { Container } from "../facts/containers";
import { ofEveryContainer } from "../families/containers";

/** A user by number, and not root: by a name the image says who it is. */
const ORDINARY = /^[1-9]\d*(:[1-9]\d*)?$/;
/** The one place that a program writes to: nothing that it runs is there. */
const TMP = "/tmp";

export const containersConfined = ofEveryContainer({
  id: "containers-confined",
  duties: ["Art12", "Art15", "Art78"],
  title: "No container is root, has a capability or changes its own files",
  why: "Whoever takes over a program has what the program has: as root, with capabilities or a writable image it stays, and reaches the programs beside it.",
  fix: "Give user by number, readonlyRootFilesystem, capabilities.drop ALL, and no privileges, capabilities, devices, other container's volumes, hosts, resolvers or folders.",
  faults: (container) => [
    ...(ORDINARY.test(container.user ?? "") ? [] : ["may be root"]),
    ...(container.privileged === true ? ["is privileged"] : []),
    ...(container.readonlyRootFilesystem === true ? [] : ["may change its own files"]),
    ...capabilities(container),
    ...places(container),
    ...strange(container),
  ],
});

/** What rules judge of a container, and what says no more than how much of the machine it has, and for how long. */
const KNOWN: ReadonlySet<string> = new Set([
  ...["name", "image", "essential", "entryPoint", "command", "user", "privileged", "readonlyRootFilesystem"],
  ...["linuxParameters", "mountPoints", "volumesFrom", "environment", "environmentFiles", "secrets"],
  ...["portMappings", "dependsOn", "healthCheck", "logConfiguration", "versionConsistency"],
  ...["cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout", "restartPolicy", "ulimits"],
  "dockerLabels",
]);
const KNOWN_OF_LINUX: ReadonlySet<string> = new Set(["capabilities", "devices", "initProcessEnabled"]);

/** Other hosts under known names, other resolvers, another folder: each can turn a program's calls or files elsewhere. */
const strange = (container: Container): readonly string[] => [
  ...besides(container, KNOWN),
  ...besides(container.linuxParameters ?? {}, KNOWN_OF_LINUX),
];

/** AWS writes out what nobody wrote, too, with nothing in it. */
const besides = (settings: object, known: ReadonlySet<string>): readonly string[] =>
  Object.entries(settings).flatMap(([key, value]) =>
    known.has(key) || isNothing(value) ? [] : [`has ${key}`],
  );

const isNothing = (value: unknown): boolean =>
  typeof value === "object" && value !== null ? Object.keys(value).length === 0 : !value;

function capabilities({ linuxParameters = {} }: Container): readonly string[] {
  const { add = [], drop = [] } = linuxParameters.capabilities ?? {};
  return [
    ...(drop.includes("ALL") ? [] : ["keeps capabilities"]),
    ...(add.length > 0 ? [`is given ${add.join(", ")}`] : []),
    ...((linuxParameters.devices ?? []).length > 0 ? ["is given devices"] : []),
  ];
}

function places({ mountPoints = [], volumesFrom = [], name }: Container): readonly string[] {
  const writes = mountPoints.some(
    ({ containerPath, readOnly }) => containerPath === TMP && readOnly !== true,
  );
  return [
    ...(writes ? [] : [`has no ${TMP}`]),
    ...(volumesFrom.length > 0 ? ["has volumes of another container"] : []),
    ...mountPoints.flatMap(({ containerPath = "", sourceVolume = "" }) => [
      ...(containerPath === TMP ? [] : [`may write to ${containerPath}`]),
      // A volume of two is a way between them.
      ...(sourceVolume === `${name}-tmp` ? [] : [`has volume ${sourceVolume}`]),
    ]),
  ];
}
