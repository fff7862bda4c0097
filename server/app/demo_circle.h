// The Harbour circle: six people who don't exist, and what is on their minds.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace turnkeeper::app {

/// What one of them brings to a session.
struct Topic {
  std::string_view arrives;  ///< said in the check-in
  std::string_view challenge;
  std::string_view outcome;
  std::array<std::string_view, 4> questions;  ///< asked by the others
  std::string_view action;
  std::string_view measure;
  int due_in_days;
  std::string_view learned;  ///< said of that action at the next check-in
  std::string_view takeaway;
};

struct Persona {
  std::string_view name;
  std::string_view pronouns;
  std::string_view time_zone;
  std::array<Topic, 2> topics;  ///< of the odd sessions, and of the even ones
};

std::span<const Persona> harbour_circle();

}  // namespace turnkeeper::app
