import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  unknownField: "The field “{key}” is unknown.",
  required: "{what} is required.",
  wrongType: "{what} must be {type}.",
  numberOrText: "{what} must be a number or text.",
  entryOf: "An entry of “{list}”",
  field: "The field “{name}”",
  text: "text in quotes",
  flag: "true or false",
  map: "a map of fields",
  number: "a number",
  list: "a list",
  portNameTaken: "Another server of this Gateway already uses the port name “{name}”.",
});
