// The agenda of the demo: the quick round for as many people as there are, at the speed of the
// demo.
#pragma once

#include "timekeeper/agenda.h"

namespace turnkeeper::app {

/// `agenda` for `people` instead of as many as it is written for, with its lengths divided by
/// `speed`, in whole seconds and at least one each. What is about people rather than the session
/// (how long a pause may last, how long a room may be empty, how long one is waited for) stays as
/// it is.
timekeeper::Agenda demo_agenda(const timekeeper::Agenda& agenda, int people, double speed);

}  // namespace turnkeeper::app
