#include "api/api.h"

#include <utility>

#include "api/answering.h"
#include "api/desk.h"
#include "api/door.h"
#include "api/handlers.h"
#include "api/router.h"

namespace turnkeeper::api {

struct Api::Inside {
  explicit Inside(Dependencies dependencies)
      : desk(std::move(dependencies)), door(desk.house.reader, desk.house.clock) {
    add_circle_calls(router, desk);
    add_agenda_calls(router, desk);
    add_member_calls(router, desk);
    add_link_calls(router, desk);
    add_session_calls(router, desk);
    add_action_calls(router, desk);
    add_template_calls(router, desk);
    add_health_calls(router, desk);
  }

  Desk desk;
  Door door;
  Router router;
};

Api::Api(Dependencies dependencies) : inside_(std::make_unique<Inside>(std::move(dependencies))) {}

Api::~Api() = default;

net::HttpHandler Api::handler() {
  return [this](const net::HttpRequest& request, net::HttpReply reply) {
    const net::HttpReply answer = once(std::move(reply));
    answering(inside_->desk.house.log, answer, [&] { inside_->router.route(request, answer); });
  };
}

net::Gatekeeper& Api::gatekeeper() { return inside_->door; }

}  // namespace turnkeeper::api
