import { exportAudit, listAudit, readAuditEntry, verifyAudit } from "../audit/entry-operations";
import { returnSettings, reviewSettings } from "../audit/settings-operations";
import { returnToVersion, reviewVersion } from "../audit/version-operations";
import type { Operation } from "../http/operation";
import { changePassword, endOtherSessions, endSession, listSessions, readAccount } from "./account";
import { adoptHost, giveBackHost, readAdoption } from "./adoption";
import { createApiToken, listApiTokens, removeApiToken } from "./api-tokens";
import { deleteApplication, listAllApplications, listApplications, readApplication } from "./applications";
import { readIssuers, takeIssuerSettings } from "./cert-manager";
import { readOrderOutlook, reissueCertificate, revokeCertificate } from "./certificate-requests";
import { listCertificates } from "./certificates";
import { confirmCleanupTasks, keepCleanupTask, listCleanupTasks, retryCleanupTask } from "./cleanup-tasks";
import { createDeployment, deleteDeployment, readDeployment, replaceDeployment } from "./deployments";
import { readDiagnosis } from "./diagnosis";
import { events, listNotifications, readNotifications } from "./events";
import { listFindings } from "./findings";
import {
  checkGateway,
  createGateway,
  deleteGateway,
  dnsPreview,
  listAllGateways,
  listGateways,
  readGateway,
  replaceGateway,
} from "./gateways";
import { installIstio, listIngresses, readIstio, readIstioInstallation } from "./istio";
import { destinationRules, serviceEntries, services, virtualServices } from "./mesh-objects";
import {
  checkInstallationMetadata,
  checkMetadata,
  patchInstallationMetadata,
  patchMetadataOperation,
  readInstallationMetadata,
  readMetadataOperation,
  sendTestNotification,
} from "./metadata";
import { readNameServers, setNameServers } from "./name-servers";
import { exportVirtualCluster, importYaml, online, putObject, review } from "./objects";
import { readMap, readOverview, search } from "./overview";
import { listGroups, setGroupRole } from "./people/groups";
import { listAdmins, listMembers, setMemberRole } from "./people/members";
import { beginOidc, finishOidc, logoutOidc } from "./people/oidc";
import { addPasskey, askForPasskey, askPasskey, removePasskey, signInWithPasskey } from "./people/passkeys";
import {
  beginApp,
  confirmApp,
  makeRecoveryCodes,
  removeApp,
  resetSecondFactor,
} from "./people/second-factor";
import { endAnySession, listAllSessions, listAllTokens, removeAnyToken } from "./people/sign-ins";
import {
  changeUser,
  createPasswordLink,
  endUserSessions,
  inviteUser,
  listUsers,
  removeUser,
  setUserRole,
} from "./people/users";
import { createUser, finishSignIn, readSession, resetPassword, signIn, signOut } from "./session";
import { readStagingTrial, startStagingTrial } from "./staging-trials";
import { readStatus } from "./status";
import { readTakeOver, takeOverRecords } from "./take-over";
import { listTlsSecrets } from "./tls-secrets";
import { listVirtualClusters, patchVirtualCluster, readVirtualCluster } from "./virtual-clusters";
import { giveBackWildcard, listWildcards, reviewWildcard, useWildcard } from "./wildcards/operations";

/** Every operation of the REST API: what OpenAPI lists. */
export const operations = [
  signIn,
  finishSignIn,
  askPasskey,
  signInWithPasskey,
  signOut,
  readSession,
  createUser,
  resetPassword,
  listAdmins,
  beginOidc,
  finishOidc,
  logoutOidc,
  readAccount,
  listSessions,
  endOtherSessions,
  endSession,
  changePassword,
  beginApp,
  confirmApp,
  removeApp,
  makeRecoveryCodes,
  askForPasskey,
  addPasskey,
  removePasskey,
  listApiTokens,
  createApiToken,
  removeApiToken,
  listUsers,
  inviteUser,
  changeUser,
  setUserRole,
  createPasswordLink,
  endUserSessions,
  resetSecondFactor,
  removeUser,
  listGroups,
  setGroupRole,
  listMembers,
  setMemberRole,
  listAllSessions,
  endAnySession,
  listAllTokens,
  removeAnyToken,
  readStatus,
  listVirtualClusters,
  readVirtualCluster,
  patchVirtualCluster,
  readMetadataOperation,
  patchMetadataOperation,
  checkMetadata,
  readIssuers,
  takeIssuerSettings,
  sendTestNotification,
  readInstallationMetadata,
  patchInstallationMetadata,
  checkInstallationMetadata,
  dnsPreview,
  listAllGateways,
  listGateways,
  createGateway,
  readGateway,
  replaceGateway,
  deleteGateway,
  checkGateway,
  readTakeOver,
  takeOverRecords,
  readNameServers,
  setNameServers,
  readAdoption,
  adoptHost,
  giveBackHost,
  reissueCertificate,
  revokeCertificate,
  readOrderOutlook,
  listWildcards,
  reviewWildcard,
  useWildcard,
  giveBackWildcard,
  readStagingTrial,
  startStagingTrial,
  ...Object.values(services),
  ...Object.values(destinationRules),
  ...Object.values(virtualServices),
  ...Object.values(serviceEntries),
  listAllApplications,
  listApplications,
  readApplication,
  deleteApplication,
  createDeployment,
  readDeployment,
  replaceDeployment,
  deleteDeployment,
  listFindings,
  readOverview,
  readMap,
  search,
  readIstio,
  listIngresses,
  readIstioInstallation,
  installIstio,
  review,
  putObject,
  importYaml,
  online,
  exportVirtualCluster,
  listCertificates,
  listTlsSecrets,
  readDiagnosis,
  events,
  listNotifications,
  readNotifications,
  listCleanupTasks,
  retryCleanupTask,
  keepCleanupTask,
  confirmCleanupTasks,
  verifyAudit,
  exportAudit,
  listAudit,
  readAuditEntry,
  reviewVersion,
  returnToVersion,
  reviewSettings,
  returnSettings,
] as unknown as readonly Operation[];
