#include "api/body.h"

#include <algorithm>
#include <regex>
#include <string_view>
#include <utility>

#include "api/refusal.h"
#include "protocol/agenda_codec.h"
#include "protocol/ascii.h"

namespace turnkeeper::api {

namespace limits = protocol::limits;
using protocol::Json;

namespace {

// Parameters such as charset=utf-8 may follow; JSON is UTF-8 whatever they say.
bool says_json(std::string_view content_type) {
  const auto kind = protocol::trimmed(content_type.substr(0, content_type.find(';')));
  return std::ranges::equal(kind, std::string_view{"application/json"}, {}, protocol::lower);
}

}  // namespace

Json read_body(const net::HttpRequest& request) {
  if (request.body.size() > limits::kBodyBytes) {
    throw refused("body_too_large", {}, {{}, limits::kBodyBytes});
  }
  if (request.body.empty()) return Json::object();
  if (!says_json(request.content_type)) throw refused("unsupported_media_type");
  auto parsed = protocol::parse(request.body);
  if (const auto* fault = std::get_if<protocol::ParseFault>(&parsed)) {
    throw refused("parse_error", fault->why);
  }
  Json body = std::get<Json>(std::move(parsed));
  if (!body.is_object()) throw wrong_field("body", "must be an object");
  return body;
}

std::optional<Json> take(Json& body, const char* field) {
  const auto found = body.find(field);
  if (found == body.end()) return std::nullopt;
  Json value = std::move(*found);
  body.erase(found);
  return value;
}

std::optional<bool> take_flag(Json& body, const char* field) {
  const auto value = take(body, field);
  if (!value) return std::nullopt;
  if (!value->is_boolean()) throw wrong_field(field, "must be true or false");
  return value->get<bool>();
}

std::vector<std::string> take_names(Json& body, const char* field) {
  const auto list = take(body, field);
  if (!list) return {};
  if (!list->is_array()) throw wrong_field(field, "must be a list of names");
  // Each name is read as if it were a field of its own, called by its place in the list.
  std::vector<std::string> names;
  for (std::size_t place = 0; place < list->size(); ++place) {
    const std::string each = std::string{field} + "[" + std::to_string(place) + "]";
    const Json alone{{each, (*list)[place]}};
    protocol::Fields fields{alone};
    names.push_back(fields.line(each));
    finish(fields);
  }
  return names;
}

std::optional<core::Agenda> take_agenda(Json& body, const char* field) {
  const auto value = take(body, field);
  if (!value) return std::nullopt;
  if (value->is_string()) {
    const core::Agenda* shipped = protocol::shipped_agenda(value->get<std::string>());
    if (shipped == nullptr) {
      throw wrong_field(field, "must be the name of a template that ships, or a template");
    }
    return *shipped;
  }
  if (!value->is_object()) throw wrong_field(field, "must be a name or a template");
  auto decoded = protocol::decode_agenda(*value);
  if (const auto* fault = std::get_if<core::FieldFault>(&decoded)) {
    throw wrong_field(std::string{field} + "." + fault->field, fault->why);
  }
  return std::get<core::Agenda>(std::move(decoded));
}

std::optional<std::string> time_zone(protocol::Fields& fields, std::string_view field) {
  static const std::regex form{
      "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|"
      "Mexico|Pacific|US)(/[A-Za-z][A-Za-z_-]*){1,2}|Etc/[A-Za-z]+([+-]?[0-9]{1,2})?|UTC|GMT"};
  const auto zone = fields.optional_line(field, limits::kIdCharacters);
  if (zone && !std::regex_match(*zone, form)) {
    fields.wrong(field, "must be a time zone such as Europe/Lisbon");
  }
  return zone;
}

void finish(protocol::Fields& fields) {
  if (const auto fault = fields.finish()) throw refused(*fault);
}

}  // namespace turnkeeper::api
