import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about Azure DNS. */
export const texts = catalogue({
  subscription: "Azure subscription",
  subscriptionHelp: "The ID of the subscription that has the DNS zones.",
  group: "Azure resource group",
  groupHelp: "The resource group that has the DNS zones, and in which Lamia creates new ones.",
  groupMistake:
    "A resource group’s name has up to 90 letters, digits, and the characters . _ - ( ), and doesn’t end with a period.",
  credentials: "Azure credentials",
  credentialsHelp:
    "secret: the service principal below. ambient: the workload identity of Lamia’s own pod. A virtual cluster can use ambient only if the installation allows it (LAMIA_DNS_AMBIENT_CREDENTIALS).",
  credentialsMistake: "Choose secret or ambient.",
  tenant: "Azure tenant",
  tenantHelp: "The directory (tenant) ID of the service principal.",
  client: "Azure client",
  clientHelp: "The application (client) ID of the service principal.",
  idMistake: "An ID looks like 01234567-89ab-cdef-0123-456789abcdef.",
  secret: "Azure client secret",
  secretHelp: "The value (not the ID) of a client secret of the service principal.",
  secretMistake: "A client secret has 16 or more characters without spaces.",
  permissions:
    "The service principal or identity needs the role DNS Zone Contributor on the resource group. Microsoft.Network/dnsZones/read, write, and Microsoft.Network/dnsZones/*/read, write, and delete are enough.",

  noAmbient: "Lamia’s pod has no Azure workload identity.",
  noAmbientRemedy:
    "Give Lamia’s service account a workload identity, so that AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_FEDERATED_TOKEN_FILE are set. Or use the credentials “secret”.",
  alias: "alias of an Azure resource",
  noSuchGroup: "Azure doesn’t know the subscription {subscription} or the resource group {group} in it.",
  correctGroup: "Correct azure_subscription_id or azure_resource_group.",
});
