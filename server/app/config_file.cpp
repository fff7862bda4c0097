#include "app/config_file.h"

#include <fstream>
#include <sstream>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "app/settings.h"

namespace turnkeeper::app {
namespace {

std::string place(const std::filesystem::path& file, const toml::source_region& region) {
  return file.string() + ":" + std::to_string(region.begin.line);
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  // A folder can be opened like a file; only reading it fails.
  if (!stream || !(text << stream.rdbuf())) {
    throw UsageError("--config: " + file.string() +
                     " cannot be read; name a TOML file with something in it");
  }
  return text.str();
}

std::string all_names() {
  std::string names;
  for (const Setting& setting : settings()) {
    names += (names.empty() ? "" : ", ") + std::string(setting.name);
  }
  return names;
}

/// A single value as text; nothing for what no setting can be.
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* number = node.as_floating_point()) {
    std::ostringstream text;
    text << number->get();
    return text.str();
  }
  return std::nullopt;
}

std::vector<std::string> values_of(const Setting& setting, const toml::node& node,
                                   const std::string& where) {
  std::vector<std::string> values;
  if (const auto single = text_of(node)) {
    values.push_back(*single);
  } else if (const auto* list = node.as_array(); list != nullptr && setting.many) {
    for (const toml::node& element : *list) {
      if (const auto text = text_of(element)) values.push_back(*text);
    }
    if (values.size() == list->size()) return values;
    values.clear();
  }
  if (values.empty()) {
    throw UsageError(where + ": " + std::string(setting.name) + " takes " +
                     (setting.many ? "a text or a list of texts" : "one text or number"));
  }
  return values;
}

}  // namespace

FileValues read_config_file(const std::filesystem::path& file) {
  toml::table table;
  try {
    table = toml::parse(read_text(file), file.string());
  } catch (const toml::parse_error& error) {
    throw UsageError(place(file, error.source()) + ": " + std::string(error.description()) +
                     "; mend that line: a key, =, and a text in quotation marks or a number");
  }
  FileValues values;
  for (const auto& [key, node] : table) {
    const std::string where = place(file, key.source());
    const Setting* setting = find_setting(key.str());
    if (setting == nullptr) {
      throw UsageError(where + ": there is no setting \"" + std::string(key.str()) +
                       "\"; there are " + all_names());
    }
    values[std::string(key.str())] = values_of(*setting, node, where);
  }
  return values;
}

}  // namespace turnkeeper::app
