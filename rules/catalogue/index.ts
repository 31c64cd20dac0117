import type { Rule } from "../rule";
import { accessOnRecord } from "./access-on-record";
import { accountPinned } from "./account-pinned";
import { archiveCoverage } from "./archive-coverage";
import { archiveEncryption } from "./archive-encryption";
import { archiveFirst } from "./archive-first";
import { archiveIntoVault } from "./archive-into-vault";
import { archiveKeepsTags } from "./archive-keeps-tags";
import { archivePath } from "./archive-path";
import { archivePresent } from "./archive-present";
import { archiveRoleRights } from "./archive-role-rights";
import { archiveRoleTrust } from "./archive-role-trust";
import { archiveStorageClass } from "./archive-storage-class";
import { configurationRestricted } from "./configuration-restricted";
import { deleteMarkersStay } from "./delete-markers-stay";
import { deletesDenied } from "./deletes-denied";
import { encryptedWithOwnKey } from "./encrypted-with-own-key";
import { expiryAfterLock } from "./expiry-after-lock";
import { forceDestroyOff } from "./force-destroy-off";
import { guardrailAccount } from "./guardrail-account";
import { guardrailAttached } from "./guardrail-attached";
import { guardrailConfiguration } from "./guardrail-configuration";
import { guardrailKeys } from "./guardrail-keys";
import { guardrailLock } from "./guardrail-lock";
import { guardrailTrail } from "./guardrail-trail";
import { holdRestricted } from "./hold-restricted";
import { holdersNeedSecondFactor } from "./holders-need-second-factor";
import { inventoryComplete } from "./inventory-complete";
import { keyConfigurationRestricted } from "./key-configuration-restricted";
import { keyDeletionWindow } from "./key-deletion-window";
import { keyEnabled } from "./key-enabled";
import { keyLossDenied } from "./key-loss-denied";
import { keyPolicyNotOpen } from "./key-policy-not-open";
import { keyRotation } from "./key-rotation";
import { lockBypassDenied } from "./lock-bypass-denied";
import { lockDays } from "./lock-days";
import { lockEnabled } from "./lock-enabled";
import { lockMode } from "./lock-mode";
import { metricCounts } from "./metric-counts";
import { metricCountsAll } from "./metric-counts-all";
import { metricSplit } from "./metric-split";
import { modernTlsOnly } from "./modern-tls-only";
import { monitorLowerThreshold } from "./monitor-lower-threshold";
import { monitorNotMuted } from "./monitor-not-muted";
import { monitorNotifies } from "./monitor-notifies";
import { monitorPublished } from "./monitor-published";
import { monitorReadsCounts } from "./monitor-reads-counts";
import { monitorRenotifies } from "./monitor-renotifies";
import { monitorScope } from "./monitor-scope";
import { monitorSparseData } from "./monitor-sparse-data";
import { monitorStatesPurpose } from "./monitor-states-purpose";
import { monitorUpperThreshold } from "./monitor-upper-threshold";
import { monitorsComplete } from "./monitors-complete";
import { noAdministratorPolicies } from "./no-administrator-policies";
import { noIgnoredChanges } from "./no-ignored-changes";
import { noPublicGrant } from "./no-public-grant";
import { noncurrentExpiryAfterLock } from "./noncurrent-expiry-after-lock";
import { ownerEnforced } from "./owner-enforced";
import { preventDestroy } from "./prevent-destroy";
import { providerPinned } from "./provider-pinned";
import { publicAccessBlocked } from "./public-access-blocked";
import { queryResultsProtected } from "./query-results-protected";
import { readableStorageClass } from "./readable-storage-class";
import { recordsWrittenOnce } from "./records-written-once";
import { replicaElsewhere } from "./replica-elsewhere";
import { replicaEncrypted } from "./replica-encrypted";
import { replicaLockDays } from "./replica-lock-days";
import { replicated } from "./replicated";
import { replicationFailuresAlarmed } from "./replication-failures-alarmed";
import { replicationLagAlarmed } from "./replication-lag-alarmed";
import { retentionRestricted } from "./retention-restricted";
import { rightsWithoutBypass } from "./rights-without-bypass";
import { rightsWithoutConfiguration } from "./rights-without-configuration";
import { rightsWithoutDeletion } from "./rights-without-deletion";
import { rightsWithoutWildcards } from "./rights-without-wildcards";
import { signingKeyPerRole } from "./signing-key-per-role";
import { signingKeyUsage } from "./signing-key-usage";
import { silenceAlarmed } from "./silence-alarmed";
import { stateEncrypted } from "./state-encrypted";
import { stateLocked } from "./state-locked";
import { stateNotLocal } from "./state-not-local";
import { stateVersioned } from "./state-versioned";
import { tlsOnly } from "./tls-only";
import { trailAllRegions } from "./trail-all-regions";
import { trailBucketKnown } from "./trail-bucket-known";
import { trailConfigurationCalls } from "./trail-configuration-calls";
import { trailEncrypted } from "./trail-encrypted";
import { trailRunning } from "./trail-running";
import { trailValidated } from "./trail-validated";
import { trustNamed } from "./trust-named";
import { versioning } from "./versioning";
import { watchBreakGlass } from "./watch-break-glass";
import { watchDeletes } from "./watch-deletes";
import { watchKeyLoss } from "./watch-key-loss";
import { watchLockChanges } from "./watch-lock-changes";
import { watchMayPublish } from "./watch-may-publish";
import { watchReachesPeople } from "./watch-reaches-people";
import { watchTrailChanges } from "./watch-trail-changes";
import { writesBelowOwnPrefix } from "./writes-below-own-prefix";

/** Every rule, in the order of the page: from the vault over the archive to monitors and Terraform itself. */
export const RULES: readonly Rule[] = [
  lockEnabled,
  lockDays,
  lockMode,
  versioning,
  expiryAfterLock,
  noncurrentExpiryAfterLock,
  readableStorageClass,
  publicAccessBlocked,
  ownerEnforced,
  tlsOnly,
  modernTlsOnly,
  deletesDenied,
  lockBypassDenied,
  configurationRestricted,
  retentionRestricted,
  holdRestricted,
  recordsWrittenOnce,
  noPublicGrant,
  encryptedWithOwnKey,
  forceDestroyOff,
  preventDestroy,
  noIgnoredChanges,
  replicated,
  replicaLockDays,
  replicaElsewhere,
  replicaEncrypted,
  deleteMarkersStay,
  replicationLagAlarmed,
  replicationFailuresAlarmed,
  inventoryComplete,
  accessOnRecord,
  trailRunning,
  trailValidated,
  trailAllRegions,
  trailConfigurationCalls,
  trailEncrypted,
  trailBucketKnown,
  watchDeletes,
  watchLockChanges,
  watchKeyLoss,
  watchTrailChanges,
  watchBreakGlass,
  watchReachesPeople,
  watchMayPublish,
  keyRotation,
  keyEnabled,
  keyDeletionWindow,
  keyLossDenied,
  keyConfigurationRestricted,
  keyPolicyNotOpen,
  signingKeyUsage,
  signingKeyPerRole,
  rightsWithoutWildcards,
  rightsWithoutDeletion,
  rightsWithoutBypass,
  rightsWithoutConfiguration,
  writesBelowOwnPrefix,
  noAdministratorPolicies,
  holdersNeedSecondFactor,
  trustNamed,
  guardrailAttached,
  guardrailLock,
  guardrailAccount,
  guardrailConfiguration,
  guardrailKeys,
  guardrailTrail,
  archivePresent,
  archiveCoverage,
  archiveKeepsTags,
  archiveIntoVault,
  archivePath,
  archiveStorageClass,
  archiveEncryption,
  archiveFirst,
  archiveRoleRights,
  archiveRoleTrust,
  metricCountsAll,
  metricCounts,
  metricSplit,
  monitorReadsCounts,
  monitorScope,
  monitorPublished,
  monitorNotMuted,
  monitorNotifies,
  monitorRenotifies,
  monitorSparseData,
  monitorStatesPurpose,
  monitorUpperThreshold,
  monitorLowerThreshold,
  silenceAlarmed,
  monitorsComplete,
  stateNotLocal,
  stateEncrypted,
  stateLocked,
  stateVersioned,
  providerPinned,
  accountPinned,
  queryResultsProtected,
];
