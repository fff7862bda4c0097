// The body of a request: a closed JSON object. protocol::Fields reads most of one; here is what
// HTTP adds to it.
//
// Everything here throws Refused, with the name of the field where there is one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "net/http.h"
#include "protocol/fields.h"
#include "protocol/json.h"
#include "timekeeper/agenda.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// The object that is the body. No body at all is an empty object: some calls need nothing.
protocol::Json read_body(const net::HttpRequest& request);

/// These take a field out of the body, so that the Fields of the rest do not meet it. Nothing if it
/// is absent.
std::optional<protocol::Json> take(protocol::Json& body, const char* field);
std::optional<bool> take_flag(protocol::Json& body, const char* field);
std::vector<std::string> take_names(protocol::Json& body, const char* field);
/// A template that ships, by its name, or a template.
std::optional<core::Agenda> take_agenda(protocol::Json& body, const char* field);

/// An IANA time zone, by the form of its name: an area that the database has, which have been the
/// same for thirty years, and a place in it. Which places there are changes every year; a list of
/// them, ours or the machine's, would keep somebody out whose browser knows a newer one.
std::optional<std::string> time_zone(protocol::Fields& fields, std::string_view field);

/// The end of reading: what was wrong, or unknown, is refused.
void finish(protocol::Fields& fields);

}  // namespace turnkeeper::api
