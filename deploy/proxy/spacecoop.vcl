vcl 4.1;
# In front of two nodes or more: asks another node where one does not answer, and keeps what may be kept by
# its entity tag, asking a node each time whether it is still so, for the next publication changes it.
# Why: docs/adr/0012-varnish-before-the-nodes.md. Which nodes: nodes.vcl.
import directors;
import proxy;

include "nodes.vcl";

sub vcl_recv {
  set req.backend_hint = nodes.backend();
  if (req.url ~ "^/static/") {
    set req.backend_hint = onward.backend();
  }
  # Whoever ends TLS before this says so by the PROXY protocol, and nobody else can.
  set req.http.X-Forwarded-Proto = "http";
  if (proxy.is_ssl()) {
    set req.http.X-Forwarded-Proto = "https";
  }
  # A session, a message or a name makes a page one reader's own.
  if (req.http.Authorization || req.http.Cookie ~ "(^|;\s*)((__Host-)?sessionid|messages)=") {
    return (pass);
  }
  if (req.method != "GET" && req.method != "HEAD") {
    return (pass);
  }
  unset req.http.Cookie;
  return (hash);
}

sub vcl_hash {
  hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_fetch {
  if (!bereq.uncacheable) {
    set bereq.first_byte_timeout = 10s;
  }
}

sub vcl_backend_response {
  # The whole answer, then the reader: a node that ends within it is replaced, and no reader holds a node.
  set beresp.do_stream = false;
  set beresp.grace = 0s;
  if (beresp.status == 502 || beresp.status == 503) {
    if (bereq.method ~ "^(GET|HEAD)$" && bereq.retries < 3) {
      return (retry);
    }
  }
  # While nodes are renewed one by one, a style may be on those that are, or only on those that are not yet.
  if (beresp.status == 404 && bereq.url ~ "^/static/" && bereq.retries == 0) {
    set bereq.backend = backward.backend();
    return (retry);
  }
  if (bereq.uncacheable) {
    return (deliver);
  }
  if (beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie) {
    call not_kept;
  } else if (beresp.http.Cache-Control ~ "max-age=[1-9]") {
    return (deliver);
  } else if (beresp.status == 200 && beresp.http.ETag && beresp.http.Cache-Control) {
    # Kept for a day, fresh for no moment: only those who came while a node was being asked share the answer.
    # With a time of nothing at all it would not be kept.
    set beresp.ttl = 1ms * 0.001;
    set beresp.keep = 1d;
  } else {
    call not_kept;
  }
  return (deliver);
}

sub not_kept {
  # For a second nobody waits to learn whether somebody else's answer can be shared.
  set beresp.uncacheable = true;
  set beresp.ttl = 1s;
}

sub vcl_backend_error {
  # Nothing of an answer had begun, so what only reads is asked of another node.
  if (bereq.method ~ "^(GET|HEAD)$" && bereq.retries < 3) {
    return (retry);
  }
}
