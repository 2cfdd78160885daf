/** What Service Entries are for, on their list and on what stands for it. */
export const serviceEntryDescription = "Services outside of Kubernetes that the mesh is to know.";
