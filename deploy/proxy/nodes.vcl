# The nodes, each asked once a second whether it is alive.
probe alive {
  .request = "GET /healthz HTTP/1.1" "Host: localhost" "Connection: close";
  .interval = 1s;
  .timeout = 2s;
  .window = 3;
  .threshold = 1;
  .initial = 1;
}

backend node1 {
  .host = "127.0.0.1";
  .port = "8001";
  .connect_timeout = 1s;
  .first_byte_timeout = 60s;
  .probe = alive;
}

backend node2 {
  .host = "127.0.0.1";
  .port = "8002";
  .connect_timeout = 1s;
  .first_byte_timeout = 60s;
  .probe = alive;
}

sub vcl_init {
  new nodes = directors.round_robin();
  nodes.add_backend(node1);
  nodes.add_backend(node2);
  # The same nodes from the first to the last and back, for files that not all have while they are renewed.
  new onward = directors.fallback();
  onward.add_backend(node1);
  onward.add_backend(node2);
  new backward = directors.fallback();
  backward.add_backend(node2);
  backward.add_backend(node1);
}
