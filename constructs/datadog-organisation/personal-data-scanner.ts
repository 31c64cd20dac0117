import { DataDatadogSensitiveDataScannerGroupOrder } from "@cdktf/provider-datadog/lib/data-datadog-sensitive-data-scanner-group-order";
import { SensitiveDataScannerGroup } from "@cdktf/provider-datadog/lib/sensitive-data-scanner-group";
import { SensitiveDataScannerGroupOrder } from "@cdktf/provider-datadog/lib/sensitive-data-scanner-group-order";
import { SensitiveDataScannerRule } from "@cdktf/provider-datadog/lib/sensitive-data-scanner-rule";
import { Construct } from "constructs";
import { digestFields } from "../art12-logging/digest-fields";
import { MARKS, RECOGNISED } from "../art12-logging/marks";
import { oursFirst } from "../art12-logging/ours-first";
import { evidenceResource, pinAddress, type Duty } from "../evidence-resource";
import { PERSONAL_DATA } from "./personal-data";

const DUTIES: readonly Duty[] = ["Art12", "Art19(1)", "Art10"];

/**
 * Looks for personal data in Art 12 log entries, tags what it finds, and leaves every byte as it is: what is redacted on
 * its way into the archive is evidence that was changed, and every reader would report it. A find is a fault of an
 * emitter, to be mended there; docs/runbooks/erasure-with-commitments.md tells what to do with what was logged.
 *
 * The entry itself is scanned, because it is what is kept; the digests beside it are not, because a pattern can find in
 * digits what is not there.
 *
 * @see https://docs.datadoghq.com/security/sensitive_data_scanner/
 */
export class PersonalDataScanner extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const group = this.createGroup();
    for (const each of PERSONAL_DATA) this.createRule(group, each);
    this.createOrder(group);
  }

  private createGroup(): SensitiveDataScannerGroup {
    return evidenceResource(
      new SensitiveDataScannerGroup(this, "Resource", {
        name: "Personal data in Art 12 log entries",
        description: "Finds and tags, changes nothing.",
        isEnabled: true,
        productList: ["logs"],
        // By its parts, too: whether the scanner sees a log before the pipeline made its tag, the vendor does not say.
        filter: { query: RECOGNISED },
      }),
      { logicalId: "art12_personal_data", duties: DUTIES },
    );
  }

  private createRule(
    group: SensitiveDataScannerGroup,
    { key, name, pattern }: (typeof PERSONAL_DATA)[number],
  ): void {
    const rule = new SensitiveDataScannerRule(this, key, {
      groupId: group.id,
      name,
      description: "Finds and tags, changes nothing.",
      isEnabled: true,
      pattern,
      excludedNamespaces: [...digestFields()],
      tags: [`${MARKS.personalData}:true`, `${MARKS.personalDataKind}:${key}`],
      textReplacement: { type: "none" },
      priority: 1,
    });
    evidenceResource(rule, { logicalId: `art12_${key}`, duties: DUTIES });
  }

  private createOrder(group: SensitiveDataScannerGroup): void {
    const current = new DataDatadogSensitiveDataScannerGroupOrder(this, "Current", {});
    pinAddress(current, "data.datadog_sensitive_data_scanner_group_order", "current");
    const order = new SensitiveDataScannerGroupOrder(this, "Order", {
      groupIds: oursFirst([group.id], current.groupIds),
    });
    evidenceResource(order, { logicalId: "art12_first", duties: DUTIES });
  }
}
