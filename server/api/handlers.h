// The families of calls, each in a file of its own. They add their routes to the router; the desk
// outlives it.
#pragma once

namespace turnkeeper::api {

struct Desk;
class Router;

void add_circle_calls(Router& router, Desk& desk);
void add_agenda_calls(Router& router, Desk& desk);
void add_member_calls(Router& router, Desk& desk);
void add_link_calls(Router& router, Desk& desk);
void add_session_calls(Router& router, Desk& desk);
void add_action_calls(Router& router, Desk& desk);
void add_template_calls(Router& router, Desk& desk);
void add_health_calls(Router& router, Desk& desk);

}  // namespace turnkeeper::api
