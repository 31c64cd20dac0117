import type { Rule } from "../rule";
import { accessLogDays } from "./access-log-days";
import { accessLogDelivered } from "./access-log-delivered";
import { accessLogOn } from "./access-log-on";
import { accessOnRecord } from "./access-on-record";
import { accountPinned } from "./account-pinned";
import { alarmFiresEarly } from "./alarm-fires-early";
import { alarmFiresSoon } from "./alarm-fires-soon";
import { archiveCoverage } from "./archive-coverage";
import { archiveEncryption } from "./archive-encryption";
import { archiveFirst } from "./archive-first";
import { archiveHandshake } from "./archive-handshake";
import { archiveIntoVault } from "./archive-into-vault";
import { archiveKeepsTags } from "./archive-keeps-tags";
import { archivePath } from "./archive-path";
import { archivePresent } from "./archive-present";
import { archiveRoleRights } from "./archive-role-rights";
import { archiveRoleTrust } from "./archive-role-trust";
import { archiveStorageClass } from "./archive-storage-class";
import { archiveTableDays } from "./archive-table-days";
import { archiveTableLines } from "./archive-table-lines";
import { archiveTablePlace } from "./archive-table-place";
import { artifactsConfigurationRestricted } from "./artifacts-configuration-restricted";
import { artifactsLossDenied } from "./artifacts-loss-denied";
import { artifactsNotShutOut } from "./artifacts-not-shut-out";
import { artifactsVersioned } from "./artifacts-versioned";
import { artifactsWrittenByOne } from "./artifacts-written-by-one";
import { backupLockFinal } from "./backup-lock-final";
import { backupRoleMay } from "./backup-role-may";
import { backupsFitLock } from "./backups-fit-lock";
import { backupsLocked } from "./backups-locked";
import { backupsOften } from "./backups-often";
import { bucketsByEndpoint } from "./buckets-by-endpoint";
import { configurationRestricted } from "./configuration-restricted";
import { containersConfined } from "./containers-confined";
import { containersLogged } from "./containers-logged";
import { costAlarmed } from "./cost-alarmed";
import { dashboardShows } from "./dashboard-shows";
import { databaseAlarmed } from "./database-alarmed";
import { databaseBackedUp } from "./database-backed-up";
import { databaseBehindTasks } from "./database-behind-tasks";
import { databaseEncrypted } from "./database-encrypted";
import { databaseLossRefused } from "./database-loss-refused";
import { databaseNotPublic } from "./database-not-public";
import { databaseOnRecord } from "./database-on-record";
import { databaseOwnerManaged } from "./database-owner-managed";
import { databasePatched } from "./database-patched";
import { databaseReachedByService } from "./database-reached-by-service";
import { databaseTlsForced } from "./database-tls-forced";
import { databaseZones } from "./database-zones";
import { datadogRightsFew } from "./datadog-rights-few";
import { datadogSitePinned } from "./datadog-site-pinned";
import { defaultGroupDeclared } from "./default-group-declared";
import { deleteMarkersStay } from "./delete-markers-stay";
import { deletesDenied } from "./deletes-denied";
import { deploymentsTold } from "./deployments-told";
import { encryptedWithOwnKey } from "./encrypted-with-own-key";
import { endpointLetsOwnThrough } from "./endpoint-lets-own-through";
import { endpointPolicyClosed } from "./endpoint-policy-closed";
import { endpointsBehindTasks } from "./endpoints-behind-tasks";
import { eventsViewUnchanged } from "./events-view-unchanged";
import { evidenceNotShutOut } from "./evidence-not-shut-out";
import { executionRightsNeeded } from "./execution-rights-needed";
import { exemptionsAgree } from "./exemptions-agree";
import { expiryAfterLock } from "./expiry-after-lock";
import { failedStartsAlarmed } from "./failed-starts-alarmed";
import { failedStartsKept } from "./failed-starts-kept";
import { firewallBeforeLoadBalancer } from "./firewall-before-load-balancer";
import { firewallBlocks } from "./firewall-blocks";
import { firewallLetsArtifactsThrough } from "./firewall-lets-artifacts-through";
import { firewallLimitsRate } from "./firewall-limits-rate";
import { firewallLogWithoutSecrets } from "./firewall-log-without-secrets";
import { firewallLogged } from "./firewall-logged";
import { flowLogComplete } from "./flow-log-complete";
import { flowLogMayWrite } from "./flow-log-may-write";
import { forceDestroyOff } from "./force-destroy-off";
import { gateBehindLoadBalancer } from "./gate-behind-load-balancer";
import { gateInFront } from "./gate-in-front";
import { gateSettings } from "./gate-settings";
import { guardrailAccount } from "./guardrail-account";
import { guardrailAttached } from "./guardrail-attached";
import { guardrailConfiguration } from "./guardrail-configuration";
import { guardrailKeys } from "./guardrail-keys";
import { guardrailLock } from "./guardrail-lock";
import { guardrailTrail } from "./guardrail-trail";
import { holdPossible } from "./hold-possible";
import { holdRestricted } from "./hold-restricted";
import { holdersNeedSecondFactor } from "./holders-need-second-factor";
import { imageTagsFixed } from "./image-tags-fixed";
import { imagesKept } from "./images-kept";
import { imagesPinned } from "./images-pinned";
import { imagesScanned } from "./images-scanned";
import { indexAllOrNone } from "./index-all-or-none";
import { indexApart } from "./index-apart";
import { indexBounded } from "./index-bounded";
import { indexFirst } from "./index-first";
import { indexQuotaAlarmed } from "./index-quota-alarmed";
import { inventoryComplete } from "./inventory-complete";
import { inventoryDelivered } from "./inventory-delivered";
import { jobSettings } from "./job-settings";
import { jobsReachedByNobody } from "./jobs-reached-by-nobody";
import { jobsScheduled } from "./jobs-scheduled";
import { keptUnderOwnKey } from "./kept-under-own-key";
import { keyConfigurationRestricted } from "./key-configuration-restricted";
import { keyDeletionWindow } from "./key-deletion-window";
import { keyEnabled } from "./key-enabled";
import { keyLossDenied } from "./key-loss-denied";
import { keyPolicyNotOpen } from "./key-policy-not-open";
import { keyRightsByName } from "./key-rights-by-name";
import { keyRotation } from "./key-rotation";
import { keyUsable } from "./key-usable";
import { listenerForwards } from "./listener-forwards";
import { listenerModernTls } from "./listener-modern-tls";
import { loadBalancerExposure } from "./load-balancer-exposure";
import { loadBalancerRanges } from "./load-balancer-ranges";
import { loadBalancerStays } from "./load-balancer-stays";
import { loadBalancerStrict } from "./load-balancer-strict";
import { lockBypassDenied } from "./lock-bypass-denied";
import { lockDays } from "./lock-days";
import { lockEnabled } from "./lock-enabled";
import { lockMode } from "./lock-mode";
import { logDeliveryBound } from "./log-delivery-bound";
import { logsMayEncrypt } from "./logs-may-encrypt";
import { madeInOnePlace } from "./made-in-one-place";
import { metricCounts } from "./metric-counts";
import { metricCountsAll } from "./metric-counts-all";
import { metricCountsItsName } from "./metric-counts-its-name";
import { metricQueryForm } from "./metric-query-form";
import { metricSplit } from "./metric-split";
import { metricTagsBounded } from "./metric-tags-bounded";
import { metricsComplete } from "./metrics-complete";
import { mlflowSettings } from "./mlflow-settings";
import { mlflowUnreachable } from "./mlflow-unreachable";
import { modernTlsOnly } from "./modern-tls-only";
import { monitorCounts } from "./monitor-counts";
import { monitorDelay } from "./monitor-delay";
import { monitorHandlesKnown } from "./monitor-handles-known";
import { monitorLowerThreshold } from "./monitor-lower-threshold";
import { monitorNotMuted } from "./monitor-not-muted";
import { monitorNotifies } from "./monitor-notifies";
import { monitorPolicyAllows } from "./monitor-policy-allows";
import { monitorPublished } from "./monitor-published";
import { monitorQueryForm } from "./monitor-query-form";
import { monitorReadsCounts } from "./monitor-reads-counts";
import { monitorRenotifies } from "./monitor-renotifies";
import { monitorScope } from "./monitor-scope";
import { monitorSeesNone } from "./monitor-sees-none";
import { monitorSilenceTold } from "./monitor-silence-told";
import { monitorSparseData } from "./monitor-sparse-data";
import { monitorStatesPurpose } from "./monitor-states-purpose";
import { monitorTagsForm } from "./monitor-tags-form";
import { monitorTextForm } from "./monitor-text-form";
import { monitorUpperThreshold } from "./monitor-upper-threshold";
import { monitorWindow } from "./monitor-window";
import { monitorsComplete } from "./monitors-complete";
import { newObjectsAnnounced } from "./new-objects-announced";
import { noAdministratorPolicies } from "./no-administrator-policies";
import { noIgnoredChanges } from "./no-ignored-changes";
import { noPublicGrant } from "./no-public-grant";
import { noRightsBeside } from "./no-rights-beside";
import { noncurrentExpiryAfterLock } from "./noncurrent-expiry-after-lock";
import { objectiveMeasures } from "./objective-measures";
import { objectiveStatesPurpose } from "./objective-states-purpose";
import { objectiveTarget } from "./objective-target";
import { objectivesComplete } from "./objectives-complete";
import { oneAliasPerKey } from "./one-alias-per-key";
import { jobsWatched } from "./jobs-watched";
import { organisationWatched } from "./organisation-watched";
import { ownSecurityGroups } from "./own-security-groups";
import { ownerEnforced } from "./owner-enforced";
import { pipelineChangesNoEntry } from "./pipeline-changes-no-entry";
import { pipelineFirst } from "./pipeline-first";
import { pipelineMakesTag } from "./pipeline-makes-tag";
import { pipelineMarksInvalid } from "./pipeline-marks-invalid";
import { pipelineTagsFromEvent } from "./pipeline-tags-from-event";
import { preventDestroy } from "./prevent-destroy";
import { programLogsKept } from "./program-logs-kept";
import { providerPinned } from "./provider-pinned";
import { publicAccessBlocked } from "./public-access-blocked";
import { queryResultsProtected } from "./query-results-protected";
import { questionsRegistered } from "./questions-registered";
import { readableStorageClass } from "./readable-storage-class";
import { readersCanRead } from "./readers-can-read";
import { recordsNeverExpire } from "./records-never-expire";
import { recordsWrittenOnce } from "./records-written-once";
import { registerTold } from "./register-told";
import { registerUnderstands } from "./register-understands";
import { replicaElsewhere } from "./replica-elsewhere";
import { replicaEncrypted } from "./replica-encrypted";
import { replicaLockDays } from "./replica-lock-days";
import { replicated } from "./replicated";
import { replicationAlarmsSoon } from "./replication-alarms-soon";
import { replicationFailuresAlarmed } from "./replication-failures-alarmed";
import { replicationLagAlarmed } from "./replication-lag-alarmed";
import { replicationMayCopy } from "./replication-may-copy";
import { retentionRestricted } from "./retention-restricted";
import { revisionsKept } from "./revisions-kept";
import { rightsOnNamedResources } from "./rights-on-named-resources";
import { rightsWithoutBypass } from "./rights-without-bypass";
import { rightsWithoutConfiguration } from "./rights-without-configuration";
import { rightsWithoutDeletion } from "./rights-without-deletion";
import { rightsWithoutWildcards } from "./rights-without-wildcards";
import { roleHasRights } from "./role-has-rights";
import { rolesForTheirService } from "./roles-for-their-service";
import { scannerDetectsOnly } from "./scanner-detects-only";
import { scannerFirst } from "./scanner-first";
import { scannerWatchesEntries } from "./scanner-watches-entries";
import { scheduleOftenEnough } from "./schedule-often-enough";
import { scheduleStartsItsJob } from "./schedule-starts-its-job";
import { schedulerRightsNeeded } from "./scheduler-rights-needed";
import { secretChangedByFew } from "./secret-changed-by-few";
import { secretClosed } from "./secret-closed";
import { secretNotInPlan } from "./secret-not-in-plan";
import { secretRandom } from "./secret-random";
import { secretReadByFew } from "./secret-read-by-few";
import { secretRecoverable } from "./secret-recoverable";
import { secretsWhereNeeded } from "./secrets-where-needed";
import { serviceAlarmed } from "./service-alarmed";
import { serviceKeepsRunning } from "./service-keeps-running";
import { signingKeyPerRole } from "./signing-key-per-role";
import { signingKeyUsage } from "./signing-key-usage";
import { silenceAlarmed } from "./silence-alarmed";
import { startsInOrder } from "./starts-in-order";
import { stateAccessRestricted } from "./state-access-restricted";
import { stateConfigurationRestricted } from "./state-configuration-restricted";
import { stateEncrypted } from "./state-encrypted";
import { stateLocked } from "./state-locked";
import { stateLossDenied } from "./state-loss-denied";
import { stateNotLocal } from "./state-not-local";
import { stateVersioned } from "./state-versioned";
import { taskCountsMeasured } from "./task-counts-measured";
import { taskIsolated } from "./task-isolated";
import { taskRightsNeeded } from "./task-rights-needed";
import { tasksClosed } from "./tasks-closed";
import { tasksInPrivateSubnets } from "./tasks-in-private-subnets";
import { tlsOnly } from "./tls-only";
import { trailAllRegions } from "./trail-all-regions";
import { trailBucketKnown } from "./trail-bucket-known";
import { trailCanBeRead } from "./trail-can-be-read";
import { trailConfigurationCalls } from "./trail-configuration-calls";
import { trailEncrypted } from "./trail-encrypted";
import { trailMayWrite } from "./trail-may-write";
import { trailRunning } from "./trail-running";
import { trailValidated } from "./trail-validated";
import { trustConditions } from "./trust-conditions";
import { trustNamed } from "./trust-named";
import { unusedGroupsClosed } from "./unused-groups-closed";
import { variablesKnown } from "./variables-known";
import { versioning } from "./versioning";
import { watchBreakGlass } from "./watch-break-glass";
import { watchDeletes } from "./watch-deletes";
import { watchGuardsItself } from "./watch-guards-itself";
import { watchKeyLoss } from "./watch-key-loss";
import { watchLockChanges } from "./watch-lock-changes";
import { watchMayPublish } from "./watch-may-publish";
import { watchReachesPeople } from "./watch-reaches-people";
import { watchTrailChanges } from "./watch-trail-changes";
import { waysOutFew } from "./ways-out-few";
import { webhookWithoutSecret } from "./webhook-without-secret";
import { writersCanWrite } from "./writers-can-write";
import { writesBelowOwnPrefix } from "./writes-below-own-prefix";

/** Every rule, in the order of the page: from the vault over the archive to monitors and Terraform itself. */
export const RULES: readonly Rule[] = [
  lockEnabled,
  lockDays,
  lockMode,
  versioning,
  expiryAfterLock,
  noncurrentExpiryAfterLock,
  recordsNeverExpire,
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
  evidenceNotShutOut,
  noPublicGrant,
  encryptedWithOwnKey,
  forceDestroyOff,
  preventDestroy,
  noIgnoredChanges,
  madeInOnePlace,
  replicated,
  replicaLockDays,
  replicaElsewhere,
  replicaEncrypted,
  deleteMarkersStay,
  replicationMayCopy,
  replicationLagAlarmed,
  replicationFailuresAlarmed,
  replicationAlarmsSoon,
  inventoryComplete,
  inventoryDelivered,
  newObjectsAnnounced,
  accessOnRecord,
  trailRunning,
  trailValidated,
  trailAllRegions,
  trailConfigurationCalls,
  trailEncrypted,
  trailBucketKnown,
  trailMayWrite,
  trailCanBeRead,
  watchDeletes,
  watchLockChanges,
  watchKeyLoss,
  watchTrailChanges,
  watchGuardsItself,
  watchBreakGlass,
  watchReachesPeople,
  watchMayPublish,
  costAlarmed,
  keyRotation,
  keyEnabled,
  keyDeletionWindow,
  keyLossDenied,
  keyConfigurationRestricted,
  exemptionsAgree,
  keyPolicyNotOpen,
  keyUsable,
  oneAliasPerKey,
  signingKeyUsage,
  signingKeyPerRole,
  rightsWithoutWildcards,
  rightsOnNamedResources,
  keyRightsByName,
  rightsWithoutDeletion,
  rightsWithoutBypass,
  rightsWithoutConfiguration,
  writesBelowOwnPrefix,
  writersCanWrite,
  readersCanRead,
  holdPossible,
  noAdministratorPolicies,
  noRightsBeside,
  roleHasRights,
  holdersNeedSecondFactor,
  trustNamed,
  trustConditions,
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
  archiveHandshake,
  pipelineMakesTag,
  pipelineMarksInvalid,
  pipelineTagsFromEvent,
  pipelineChangesNoEntry,
  pipelineFirst,
  indexApart,
  indexAllOrNone,
  indexBounded,
  indexFirst,
  indexQuotaAlarmed,
  scannerDetectsOnly,
  scannerWatchesEntries,
  scannerFirst,
  datadogRightsFew,
  jobsWatched,
  organisationWatched,
  monitorPolicyAllows,
  metricCountsAll,
  metricsComplete,
  metricCounts,
  metricQueryForm,
  metricTagsBounded,
  metricCountsItsName,
  metricSplit,
  monitorReadsCounts,
  monitorCounts,
  monitorSeesNone,
  monitorQueryForm,
  monitorTextForm,
  monitorTagsForm,
  monitorHandlesKnown,
  monitorSilenceTold,
  registerTold,
  registerUnderstands,
  webhookWithoutSecret,
  objectivesComplete,
  objectiveTarget,
  objectiveMeasures,
  objectiveStatesPurpose,
  dashboardShows,
  monitorWindow,
  monitorDelay,
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
  stateLossDenied,
  stateConfigurationRestricted,
  stateAccessRestricted,
  providerPinned,
  accountPinned,
  datadogSitePinned,
  queryResultsProtected,
  archiveTablePlace,
  archiveTableDays,
  archiveTableLines,
  eventsViewUnchanged,
  questionsRegistered,
  keptUnderOwnKey,
  databaseEncrypted,
  databaseNotPublic,
  databaseReachedByService,
  databaseTlsForced,
  databaseOwnerManaged,
  databaseOnRecord,
  databaseBackedUp,
  databaseLossRefused,
  databaseZones,
  databasePatched,
  secretNotInPlan,
  secretRandom,
  secretClosed,
  secretReadByFew,
  secretChangedByFew,
  secretRecoverable,
  artifactsVersioned,
  artifactsLossDenied,
  artifactsWrittenByOne,
  artifactsConfigurationRestricted,
  artifactsNotShutOut,
  imageTagsFixed,
  imagesScanned,
  imagesKept,
  programLogsKept,
  logsMayEncrypt,
  backupsOften,
  backupsFitLock,
  backupsLocked,
  backupLockFinal,
  backupRoleMay,
  gateBehindLoadBalancer,
  jobsReachedByNobody,
  databaseBehindTasks,
  endpointsBehindTasks,
  loadBalancerRanges,
  waysOutFew,
  ownSecurityGroups,
  unusedGroupsClosed,
  defaultGroupDeclared,
  tasksInPrivateSubnets,
  bucketsByEndpoint,
  endpointPolicyClosed,
  endpointLetsOwnThrough,
  flowLogComplete,
  flowLogMayWrite,
  loadBalancerStays,
  loadBalancerStrict,
  accessLogOn,
  accessLogDelivered,
  accessLogDays,
  listenerModernTls,
  listenerForwards,
  firewallBeforeLoadBalancer,
  firewallBlocks,
  firewallLetsArtifactsThrough,
  firewallLimitsRate,
  firewallLogged,
  logDeliveryBound,
  firewallLogWithoutSecrets,
  imagesPinned,
  containersConfined,
  taskIsolated,
  mlflowUnreachable,
  mlflowSettings,
  gateInFront,
  gateSettings,
  jobSettings,
  variablesKnown,
  secretsWhereNeeded,
  containersLogged,
  startsInOrder,
  revisionsKept,
  serviceKeepsRunning,
  tasksClosed,
  taskCountsMeasured,
  serviceAlarmed,
  databaseAlarmed,
  alarmFiresSoon,
  alarmFiresEarly,
  deploymentsTold,
  jobsScheduled,
  scheduleOftenEnough,
  scheduleStartsItsJob,
  failedStartsKept,
  failedStartsAlarmed,
  executionRightsNeeded,
  taskRightsNeeded,
  schedulerRightsNeeded,
  rolesForTheirService,
  loadBalancerExposure,
];
