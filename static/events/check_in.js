// What stands in the field is replaced by the next words: a scanner types them without clearing it first.
const field = document.querySelector(".check-in input[name=code]");
if (field) {
  field.focus();
  field.select();
}
