// What a request is refused with. Whatever reads or decides one throws a Refused; the api turns it
// into the answer.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "net/http.h"
#include "net/problem.h"
#include "protocol/errors.h"
#include "rooms/room.h"
#include "timekeeper/circle.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

class Refused : public std::exception {
 public:
  explicit Refused(net::HttpResponse response) : response_(std::move(response)) {}
  const char* what() const noexcept override { return "a request was refused"; }
  const net::HttpResponse& response() const { return response_; }

 private:
  net::HttpResponse response_;
};

/// A refusal for `reason`: its status, and its own sentence unless a better one is at hand.
/// REQUIRES: protocol::problems has it.
Refused refused(std::string_view reason, std::string_view detail = {},
                const net::ProblemExtras& extras = {});
Refused refused(core::CircleReason reason);
Refused refused(const protocol::Error& error);
Refused refused(rooms::Failure failure);

/// The request is wrong at `field` ("name", "members[2]", "agenda.stages[1].share"), which "must be
/// …".
Refused wrong_field(const std::string& field, const std::string& why);

}  // namespace turnkeeper::api
