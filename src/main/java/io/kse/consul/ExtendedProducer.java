package io.kse.consul;

import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.consul.ConsulConfiguration;
import org.apache.camel.component.consul.ConsulConstants;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A stock producer of the Consul component with more actions (those are final, hence no subclass of
 * one). The stock one starts and stops with it.
 */
abstract class ExtendedProducer extends DefaultProducer {
    final ConsulConfiguration configuration;
    final Producer stock;

    ExtendedProducer(Endpoint endpoint, ConsulConfiguration configuration, Producer stock) {
        super(endpoint);
        this.configuration = configuration;
        this.stock = stock;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CamelContextAware.trySetCamelContext(stock, getEndpoint().getCamelContext());
        ServiceHelper.startService(stock);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(stock);
        super.doStop();
    }

    /** As the stock producers read it; empty if there is none. */
    final String action(Message message) {
        return option(message, ConsulConstants.CONSUL_ACTION, configuration.getAction());
    }

    /** The same for any option. */
    static String option(Message message, String header, String configured) {
        String value = message.getHeader(header, configured, String.class);
        return value == null ? "" : value;
    }
}
