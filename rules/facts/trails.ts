import { any, blocks, flag, text, texts } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

export const trails = (set: ResourceSet): readonly Resource[] => set.ofType("aws_cloudtrail");

/** Whether a trail records every read and write of a bucket's objects. */
export function recordsObjects(trail: Resource, bucketArn: string): boolean {
  const objects = `${bucketArn}/`;
  const advanced = blocks(trail, "advanced_event_selector").some((selector) => {
    const fields = blocks(selector, "field_selector");
    const field = (name: string) => fields.find((each) => text(each, "field") === name);
    const known = ["eventCategory", "resources.type", "resources.ARN"];
    if (fields.some((each) => !known.includes(text(each, "field") ?? ""))) return false;
    const [category, type, arn] = known.map(field);
    if (!category || !texts(category, "equals").includes("Data")) return false;
    if (!type || !texts(type, "equals").includes("AWS::S3::Object")) return false;
    return !arn || texts(arn, "starts_with").some((prefix) => objects.startsWith(prefix));
  });
  const basic = blocks(trail, "event_selector").some(
    (selector) =>
      (text(selector, "read_write_type") ?? "All") === "All" &&
      blocks(selector, "data_resource").some(
        (resource) =>
          text(resource, "type") === "AWS::S3::Object" &&
          texts(resource, "values").some((prefix) => objects.startsWith(prefix)),
      ),
  );
  return advanced || basic;
}

/** Whether a trail records calls that change configuration. */
export function recordsManagement(trail: Resource): boolean {
  const advanced = blocks(trail, "advanced_event_selector");
  const selectors = blocks(trail, "event_selector");
  if (advanced.length === 0 && selectors.length === 0) return true;
  return (
    advanced.some((selector) => {
      const [only, ...narrower] = blocks(selector, "field_selector");
      return (
        only !== undefined &&
        narrower.length === 0 &&
        text(only, "field") === "eventCategory" &&
        texts(only, "equals").includes("Management")
      );
    }) || selectors.some((selector) => flag(selector, "include_management_events", true))
  );
}

/** ARN of a trail; `undefined` where region, account or name are not known. */
export function trailArn(set: ResourceSet, trail: Resource): string | undefined {
  const written = any(trail, "arn");
  if (typeof written === "string") return written;
  const [region, account, name] = [set.region(trail), set.account(trail), any(trail, "name")];
  return region && account && typeof name === "string"
    ? `arn:aws:cloudtrail:${region}:${account}:trail/${name}`
    : undefined;
}
