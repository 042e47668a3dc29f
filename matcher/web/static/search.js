// Says what a search as one types has come to: how many calls, or that it did not get through.
"use strict";
(function () {
  const said = document.getElementById("said");
  const heading = function () { return document.getElementById("results-heading"); };
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "found") { said.textContent = heading().textContent; }
  });
  const failed = function (words) {
    return function () {
      said.textContent = words;
      heading().textContent = words;
    };
  };
  document.body.addEventListener("htmx:sendError", failed("No connection. These are the calls found before."));
  document.body.addEventListener("htmx:responseError", failed("That search did not work. Wait a moment and try again."));
}());
