// The people of the Harbour circle as scripted members: what each does when.
#pragma once

#include <vector>

#include "app/demo_circle.h"
#include "client/scripted_member.h"

namespace turnkeeper::app {

/// The rules of `persona` for the session of that number. One of the circle also starts it, `lobby`
/// after everyone is there, and sees that it goes on after a pause; the times are those at speed 1.
std::vector<client::Rule> rules_of(const Persona& persona, int session_number, bool starts,
                                   client::Millis lobby);

}  // namespace turnkeeper::app
