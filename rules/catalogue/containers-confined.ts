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
  fix: "Give user by number, readonlyRootFilesystem, capabilities.drop ALL, and no privileges, capabilities, devices or other container's volumes.",
  faults: (container) => [
    ...(ORDINARY.test(container.user ?? "") ? [] : ["may be root"]),
    ...(container.privileged === true ? ["is privileged"] : []),
    ...(container.readonlyRootFilesystem === true ? [] : ["may change its own files"]),
    ...capabilities(container),
    ...places(container),
  ],
});

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
