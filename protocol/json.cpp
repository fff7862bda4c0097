#include "protocol/json.h"

#include <set>
#include <vector>

#include "protocol/limits.h"

namespace turnkeeper::protocol {

namespace {

/// Builds a value while watching what the library's own parser would let through.
class StrictReader : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    if (!keys_.back().insert(value).second)
      return fail("The key \"" + value + "\" stands twice in one object.");
    key_ = std::move(value);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& fault) override {
    // 406: a number that no double holds
    return fail(fault.id == 406 ? "A number is out of range."
                                : "Not JSON at byte " + std::to_string(position) + ".");
  }

  Json root;
  std::string why;

 private:
  bool fail(std::string sentence) {
    why = std::move(sentence);
    return false;
  }

  Json* place(Json&& value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    auto& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  bool put(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (open_.size() >= limits::kNesting) {
      return fail("Nested deeper than " + std::to_string(limits::kNesting) + " levels.");
    }
    open_.push_back(place(std::move(container)));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  std::vector<Json*> open_;  // grows only at its end, so that the pointers stay good
  std::vector<std::set<std::string>> keys_;
  std::string key_;
};

}  // namespace

std::variant<Json, ParseFault> parse(std::string_view text) {
  // The library takes a NUL for the end of the text, and skips a byte order mark (RFC 8259,
  // section 8.1, adds none).
  if (text.find('\0') != std::string_view::npos) return ParseFault{"Not JSON: it holds a NUL."};
  if (text.starts_with("\xEF\xBB\xBF"))
    return ParseFault{"Not JSON: it begins with a byte order mark."};
  StrictReader reader;
  if (Json::sax_parse(text, &reader)) return std::move(reader.root);
  return ParseFault{reader.why.empty() ? "Not JSON." : reader.why};
}

}  // namespace turnkeeper::protocol
