/** What Services are for, on their list and on what stands for it. */
export const serviceDescription = "One name and port inside the cluster for all pods of an application.";
