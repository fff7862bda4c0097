#include "client/circle_calls.h"

namespace turnkeeper::client {
namespace {

Json body_of(const HttpAnswer& answer) {
  Json body = answer.json();
  if (answer.status >= 200 && answer.status < 300) return body;
  throw HttpFailure(body.value("detail", "The server answered " + std::to_string(answer.status)));
}

std::string path_of(const std::string& circle, const std::string& part) {
  return "/api/v1/circles/" + circle + "/" + part;
}

}  // namespace

Json start_circle(const HttpClient& http, const Json& new_circle) {
  return body_of(http.post("/api/v1/circles", new_circle));
}

Json take_seat(const HttpClient& http, const std::string& circle, const std::string& token,
               Json new_member) {
  new_member["agreement"] = "norms-1";
  return body_of(http.post(path_of(circle, "members"), new_member, token));
}

Json plan_session(const HttpClient& http, const std::string& circle, const std::string& token) {
  return body_of(http.post(path_of(circle, "sessions"), Json::object(), token));
}

Json actions_of(const HttpClient& http, const std::string& circle, const std::string& token) {
  return body_of(http.get(path_of(circle, "actions"), token)).at("actions");
}

}  // namespace turnkeeper::client
