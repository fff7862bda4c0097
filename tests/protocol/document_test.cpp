// PROTOCOL.md, the schemas and the server's tables say the same, or these fail.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <set>

#include "protocol/calls.h"
#include "protocol/close_code.h"
#include "protocol/event_codec.h"
#include "protocol/golden.h"
#include "protocol/limits.h"
#include "protocol/problems.h"

using namespace turnkeeper;
using namespace turnkeeper::protocol;

namespace {

/// The lines of one "## heading" of PROTOCOL.md.
std::vector<std::string> section(const std::string& heading) {
  std::istringstream document(tests::read_text("protocol/PROTOCOL.md"));
  std::vector<std::string> lines;
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("## ")) inside = line == "## " + heading;
    if (inside) lines.push_back(line);
  }
  REQUIRE(lines.size() > 1);
  return lines;
}

/// The cells of each row of the section's first table, without its head.
std::vector<std::vector<std::string>> table(const std::string& heading) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : section(heading)) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) {
      const auto first = cell.find_first_not_of(' ');
      const auto last = cell.find_last_not_of(' ');
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    rows.push_back(std::move(cells));
  }
  REQUIRE(rows.size() > 2);
  rows.erase(rows.begin(), rows.begin() + 2);
  return rows;
}

std::string unquoted(std::string text) {
  std::erase(text, '`');
  return text;
}

std::set<std::string> quoted_in(const std::string& text) {
  static const std::regex name("`([a-z_.]+)`");
  std::set<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

std::set<std::string> method_names() {
  std::set<std::string> names;
  for (const auto& method : methods()) names.emplace(method.name);
  return names;
}

}  // namespace

TEST_CASE("the dispatch table, the headings of the document and the schemas name the same methods",
          "[protocol]") {
  std::set<std::string> headings;
  for (const auto& line : section("Calls")) {
    if (line.starts_with("### ")) headings.insert(line.substr(4));
  }
  std::set<std::string> schemas;
  for (const auto& file : std::filesystem::directory_iterator(std::string(TURNKEEPER_SOURCE_DIR) +
                                                              "/protocol/schema/call")) {
    schemas.insert(file.path().stem().string());
  }
  CHECK(method_names() == headings);
  CHECK(method_names() == schemas);
}

TEST_CASE("the table of roles is the one from which the dispatch refuses", "[protocol]") {
  std::set<std::string> seen;
  for (const auto& row : table("Who may call what")) {
    const auto* method = find_method(unquoted(row.at(0)));
    INFO(row.at(0));
    REQUIRE(method != nullptr);
    CHECK(method->allows(Caller::facilitator) == (row.at(1) == "yes"));
    CHECK(method->allows(Caller::member) == (row.at(2) == "yes"));
    CHECK(method->allows(Caller::observer) == (row.at(3) == "yes"));
    CHECK(method->allows(Caller::display) == (row.at(4) == "yes"));
    seen.emplace(method->name);
  }
  CHECK(seen == method_names());
}

TEST_CASE("the table of limits is the one that the program prints", "[protocol]") {
  const auto rows = table("Limits");
  const auto printed = limits::table();
  REQUIRE(rows.size() == printed.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].at(0) == printed[i].limit);
    CHECK(rows[i].at(1) == printed[i].value);
    CHECK(unquoted(rows[i].at(2)) == printed[i].beyond);
  }
}

TEST_CASE("the documented events are those that the codec writes", "[protocol]") {
  std::set<std::string> documented;
  for (const auto& row : table("Events")) documented.merge(quoted_in(row.at(0)));
  std::set<std::string> written;
  for (const auto name : all_event_names()) written.emplace(name);
  CHECK(documented == written);
}

TEST_CASE("every reason of the document has a sentence, and none is undocumented", "[protocol]") {
  std::string text;
  for (const auto& line : section("Errors")) text += line + "\n";
  for (const auto& line : section("Problems")) text += line + "\n";
  for (const auto& row : table("Limits"))
    text += "`" + row.at(2).substr(0, row.at(2).find(' ')) + "`\n";
  std::erase(text, ' ');
  for (const auto reason : all_reasons()) {
    INFO(reason);
    CHECK(text.find(reason) != std::string::npos);
    const auto error = error_of(reason);
    CHECK(error.message.ends_with("."));
  }
}

TEST_CASE("the documented problems are those that the server refuses by", "[protocol]") {
  std::vector<std::string> documented;
  for (const auto& row : table("Problems")) {
    for (const auto& reason : quoted_in(row.at(1))) documented.push_back(row.at(0) + " " + reason);
  }
  std::vector<std::string> known;
  for (const auto& problem : problems()) {
    known.push_back(std::to_string(problem.status) + " " + std::string(problem.reason));
  }
  std::sort(documented.begin(), documented.end());
  std::sort(known.begin(), known.end());
  CHECK(documented == known);
}

TEST_CASE("every close code of the document has its sentence", "[protocol]") {
  using enum CloseCode;
  for (const auto code : {normal, protocol_error, not_text, not_utf8, policy, too_big, restart,
                          silent, flood, slow_reader, bad_messages, credential_invalid, removed,
                          taken_over, room_ended, too_many_connections}) {
    INFO(static_cast<int>(code));
    CHECK_FALSE(sentence(code).empty());
    CHECK(sentence(code).size() <= 123);
    const auto number = std::to_string(static_cast<int>(code));
    const auto rows = table("Close codes");
    CHECK(std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
      return row.at(0).find(number) != std::string::npos;
    }));
  }
}
