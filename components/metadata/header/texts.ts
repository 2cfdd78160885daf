import { catalogue } from "@/lib/text/catalogue";

/** Texts that several pages load before the form of metadata: only these. */
export const texts = catalogue({
  metadata: "Metadata",
  metadataHelp:
    "What {virtualCluster} uses outside the cluster: its DNS provider, its certificate authority, where its notifications go, and keys of your own.",
  views: "Views of the metadata of {virtualCluster}",
  history: "History",
  settings: "Settings",
  settingsHelp: "Applies to every virtual cluster that doesn’t have its own settings.",
  migrate: "From cert-manager…",
  loading: "Loading metadata",
});
