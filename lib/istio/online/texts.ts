import { catalogue } from "@/lib/text/catalogue";

/** What prevents putting an application online, at a field of the page. */
export const texts = catalogue({
  noCommonLabel: "The pods of {app} have no label in common. Add the label app to each of its versions.",
  noVersionLabel:
    "No label tells the pods of {deployment} from the other versions. Add the label version to its pods.",
  hostRouted:
    "VirtualService {name} already routes {host} by its own rules. Change its routes, or choose another host.",
  unknownVersion: "{app} has no version {deployment}",
  noApplication: "There is no application {app} in this virtual cluster.",
  sharesSum: "The shares add up to {sum}%. Make them add up to 100%.",
  versionTwice: "{deployment} is listed twice.",
  appRequired: "Choose an application.",
  hostRequired: "Enter a host, such as shop.example.com.",
  shareRange: "A share is a whole number from 0 to 100.",
});
