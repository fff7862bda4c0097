#include <catch2/catch.hpp>
#include <vector>

#include "exports/actions_csv.h"
#include "exports/actions_markdown.h"

using namespace turnkeeper::exports;

namespace {

constexpr turnkeeper::timekeeper::Date kDue{std::chrono::year{2026} / 3 / 8};

ActionRow row(std::string owner_id, std::string owner, std::string what) {
  ActionRow row;
  row.owner_id = std::move(owner_id);
  row.session = 1;
  row.owner = std::move(owner);
  row.what = std::move(what);
  row.measure = "She answered";
  row.due = kDue;
  return row;
}

std::string second_line(const std::string& csv) {
  const auto start = csv.find("\r\n") + 2;
  return csv.substr(start, csv.size() - start - 2);
}

std::string csv_of(std::string what) {
  return second_line(actions_csv(std::vector{row("m1", "Ana", std::move(what))}));
}

std::string markdown_of(std::string what) {
  const std::string document =
      actions_markdown("x", std::vector{row("m1", "Ana", std::move(what))});
  const auto start = document.find("**") + 2;
  return document.substr(start, document.find("**\n", start) - start);
}

}  // namespace

TEST_CASE("actions are a table with a header and lines that end in CRLF", "[csv]") {
  ActionRow talk = row("m1", "Ana", "Talk to my manager");
  talk.supporter = "Bo";
  talk.status = Status::carried_on;
  talk.note = "Ask for ten minutes";
  CHECK(actions_csv(std::vector{talk}) ==
        "session,owner,what,measure,due,supporter,status,note\r\n"
        "1,Ana,Talk to my manager,She answered,2026-03-08,Bo,carried on,Ask for ten minutes\r\n");
}

TEST_CASE("a circle without actions exports the header alone", "[csv]") {
  CHECK(actions_csv({}) == "session,owner,what,measure,due,supporter,status,note\r\n");
}

TEST_CASE("commas, quotes and line breaks stay within their cell", "[csv]") {
  CHECK(csv_of("Read, write") == "1,Ana,\"Read, write\",She answered,2026-03-08,,open,");
  CHECK(csv_of("Say \"no\"") == "1,Ana,\"Say \"\"no\"\"\",She answered,2026-03-08,,open,");
  CHECK(csv_of("One\ntwo") == "1,Ana,\"One\ntwo\",She answered,2026-03-08,,open,");
}

TEST_CASE("a spreadsheet runs no cell as a formula", "[csv]") {
  CHECK(csv_of("=1+1") == "1,Ana,'=1+1,She answered,2026-03-08,,open,");
  CHECK(csv_of("+1") == "1,Ana,'+1,She answered,2026-03-08,,open,");
  CHECK(csv_of("-1") == "1,Ana,'-1,She answered,2026-03-08,,open,");
  CHECK(csv_of("@SUM(A1)") == "1,Ana,'@SUM(A1),She answered,2026-03-08,,open,");
  CHECK(csv_of(" =1+1") == "1,Ana,' =1+1,She answered,2026-03-08,,open,");
  CHECK(csv_of("\n=A1,2") == "1,Ana,\"'\n=A1,2\",She answered,2026-03-08,,open,");
  CHECK(csv_of("a=b") == "1,Ana,a=b,She answered,2026-03-08,,open,");
}

TEST_CASE("actions are a document with a list for each member", "[markdown]") {
  ActionRow talk = row("m1", "Ana", "Talk to my manager");
  talk.supporter = "Bo";
  ActionRow rest = row("m2", "Bo", "Take Friday off");
  rest.measure = "I was out";
  rest.status = Status::done;
  ActionRow write = row("m1", "Ana", "Write it down");
  write.status = Status::learned;
  write.note = "Mornings work.\nEvenings do not.";
  write.session = 2;
  CHECK(actions_markdown("Harbour", std::vector{talk, rest, write}) == R"(# Actions of Harbour

## Ana

- [ ] **Talk to my manager**
  - Done when: She answered
  - Due: 2026-03-08
  - Who asks: Bo
  - Session: 1
- [x] **Write it down** (learned from)
  - Done when: She answered
  - Due: 2026-03-08
  - Note: Mornings work. Evenings do not.
  - Session: 2

## Bo

- [x] **Take Friday off**
  - Done when: I was out
  - Due: 2026-03-08
  - Session: 1
)");
}

TEST_CASE("a circle without actions says so", "[markdown]") {
  CHECK(actions_markdown("Harbour", {}) == "# Actions of Harbour\n\nNo actions.\n");
}

TEST_CASE("two members of one name have a list each", "[markdown]") {
  const std::string document =
      actions_markdown("x", std::vector{row("m1", "Ana", "A"), row("m2", "Ana", "B")});
  const auto first = document.find("## Ana");
  CHECK(document.find("## Ana", first + 1) != std::string::npos);
}

TEST_CASE("an erased name still heads its list", "[markdown]") {
  ActionRow action = row("m1", "", "A");
  action.supporter = "";
  const std::string document = actions_markdown("x", std::vector{action});
  CHECK(document.find("## Someone whose name was erased\n") != std::string::npos);
  CHECK(document.find("Who asks: Someone whose name was erased\n") != std::string::npos);
}

TEST_CASE("what people typed formats and links nothing", "[markdown]") {
  CHECK(markdown_of("*bold* _it_ `code`") == "\\*bold\\* \\_it\\_ \\`code\\`");
  CHECK(markdown_of("[a](b) ![c](d)") == "\\[a\\](b) !\\[c\\](d)");
  CHECK(markdown_of("<script>x</script>") == "\\<script\\>x\\</script\\>");
  CHECK(markdown_of("https://a.b www.c.d e@f.g") == "https\\://a.b www\\.c.d e\\@f.g");
  CHECK(markdown_of("a\\b &amp; #1 ~~x~~ $y$") == "a\\\\b \\&amp; \\#1 \\~\\~x\\~\\~ \\$y\\$");
  CHECK(markdown_of("Talk to Bo. Plan: 3-4 (maybe) 1+1=2!") ==
        "Talk to Bo. Plan: 3-4 (maybe) 1+1=2!");
}

TEST_CASE("a text cannot leave its list item", "[markdown]") {
  CHECK(markdown_of(" one\n\n# two\n") == "one  \\# two");
}
