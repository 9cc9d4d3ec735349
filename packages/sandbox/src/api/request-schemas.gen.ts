// Generated from packages/core/openapi.yaml: npm run generate:requests
import type { BodySchema, Schema } from './check-body.ts';

export const bodies: Readonly<Record<string, BodySchema>> = {
  "createOrder": {
    "isRequired": false,
    "schema": {
      "$ref": "OrderCreate"
    }
  },
  "patchAttributes": {
    "isRequired": true,
    "schema": {
      "$ref": "Attributes"
    }
  },
  "createConsent": {
    "isRequired": true,
    "schema": {
      "$ref": "Consent"
    }
  },
  "patchConsents": {
    "isRequired": true,
    "schema": {
      "type": "array",
      "items": {
        "$ref": "Consent"
      }
    }
  },
  "patchConsent": {
    "isRequired": true,
    "schema": {
      "$ref": "Consent"
    }
  },
  "createValidation": {
    "isRequired": true,
    "schema": {
      "$ref": "ValidationCallback"
    }
  },
  "updateValidation": {
    "isRequired": true,
    "schema": {
      "allOf": [
        {
          "$ref": "ValidationCallback"
        },
        {
          "required": [
            "adapterId",
            "url"
          ]
        }
      ]
    }
  },
  "updateOrderState": {
    "isRequired": true,
    "schema": {
      "$ref": "StateUpdate"
    }
  },
  "updateCart": {
    "isRequired": true,
    "schema": {
      "$ref": "Cart"
    }
  },
  "updateBillingAddress": {
    "isRequired": true,
    "schema": {
      "$ref": "Address"
    }
  },
  "updateShippingAddress": {
    "isRequired": true,
    "schema": {
      "$ref": "Address"
    }
  },
  "updateReference": {
    "isRequired": true,
    "schema": {
      "type": "string"
    }
  },
  "createPayment": {
    "isRequired": true,
    "schema": {
      "$ref": "Payment"
    }
  },
  "updatePayment": {
    "isRequired": true,
    "schema": {
      "$ref": "Payment"
    }
  },
  "createShipping": {
    "isRequired": true,
    "schema": {
      "$ref": "Shipping"
    }
  },
  "updateShipping": {
    "isRequired": true,
    "schema": {
      "$ref": "Shipping"
    }
  }
};

export const shared: Readonly<Record<string, Schema>> = {
  "OrderCreate": {
    "type": "object",
    "properties": {
      "reference": {
        "type": "string"
      },
      "culture": {
        "type": "string",
        "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z]{2,2})*$"
      },
      "currency": {
        "type": "string",
        "pattern": "^[A-Za-z]{3,3}$"
      },
      "country": {
        "type": "string",
        "pattern": "^[A-Za-z]{2,2}$"
      },
      "cart": {
        "$ref": "Cart"
      },
      "customer": {
        "type": "object"
      },
      "consents": {
        "type": "array",
        "items": {
          "$ref": "Consent"
        }
      },
      "validations": {
        "type": "array",
        "items": {
          "$ref": "ValidationCallback"
        }
      },
      "attributes": {
        "$ref": "Attributes"
      }
    }
  },
  "Cart": {
    "type": "object",
    "properties": {
      "reference": {
        "type": "string"
      },
      "items": {
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "reference": {
              "type": "string"
            },
            "name": {
              "type": "string"
            },
            "sku": {
              "type": "string"
            },
            "quantity": {
              "type": "integer"
            },
            "price": {
              "$ref": "Price"
            },
            "total": {
              "$ref": "Price"
            },
            "vatRate": {
              "type": "number"
            },
            "attributes": {
              "$ref": "Attributes"
            }
          }
        }
      },
      "discounts": {
        "type": "array",
        "items": {
          "type": "object"
        }
      },
      "total": {
        "$ref": "Price"
      },
      "attributes": {
        "$ref": "Attributes"
      }
    }
  },
  "Price": {
    "type": "object",
    "properties": {
      "includingVat": {
        "type": "number"
      },
      "excludingVat": {
        "type": "number"
      }
    }
  },
  "Attributes": {
    "type": "object"
  },
  "Consent": {
    "type": "object",
    "properties": {
      "id": {
        "type": "string"
      },
      "checked": {
        "type": "boolean"
      },
      "text": {
        "type": "string"
      },
      "required": {
        "type": "boolean"
      }
    }
  },
  "ValidationCallback": {
    "type": "object",
    "properties": {
      "id": {
        "type": "string"
      },
      "adapterId": {
        "type": "string"
      },
      "url": {
        "type": "string"
      }
    }
  },
  "StateUpdate": {
    "type": "object",
    "required": [
      "currentStatus"
    ],
    "properties": {
      "currentStatus": {
        "$ref": "OrderStatus"
      }
    }
  },
  "OrderStatus": {
    "type": "string",
    "enum": [
      "checkout",
      "processing",
      "accepted",
      "completed",
      "declined",
      "removed"
    ]
  },
  "Address": {
    "type": "object",
    "properties": {
      "type": {
        "type": "string"
      },
      "givenName": {
        "type": "string"
      },
      "familyName": {
        "type": "string"
      },
      "careOf": {
        "type": "string"
      },
      "reference": {
        "type": "string"
      },
      "organizationName": {
        "type": "string"
      },
      "streetAddress": {
        "type": "string"
      },
      "streetAddress2": {
        "type": "string"
      },
      "postalCode": {
        "type": "string"
      },
      "city": {
        "type": "string"
      },
      "region": {
        "type": "string"
      },
      "country": {
        "type": "string",
        "pattern": "^[A-Za-z]{2,2}$"
      },
      "phone": {
        "type": "string"
      },
      "email": {
        "type": "string"
      },
      "nationalIdentificationNumber": {
        "type": "string"
      },
      "organizationIdentificationNumber": {
        "type": "string"
      },
      "attributes": {
        "$ref": "Attributes"
      }
    }
  },
  "Payment": {
    "type": "object",
    "properties": {
      "id": {
        "type": "string"
      },
      "adapterId": {
        "type": "string"
      },
      "name": {
        "type": "string"
      },
      "currency": {
        "type": "string",
        "pattern": "^[A-Za-z]{3,3}$"
      },
      "type": {
        "type": "string"
      },
      "amount": {
        "type": "number"
      },
      "upperLimitAmount": {
        "type": "number"
      },
      "state": {
        "type": "string"
      },
      "reference": {
        "type": "string"
      },
      "attributes": {
        "$ref": "Attributes"
      }
    }
  },
  "Shipping": {
    "type": "object",
    "required": [
      "total",
      "vatRate"
    ],
    "properties": {
      "id": {
        "type": "string"
      },
      "adapterId": {
        "type": "string"
      },
      "name": {
        "type": "string"
      },
      "state": {
        "type": "string"
      },
      "reference": {
        "type": "string"
      },
      "tmsReference": {
        "type": "string"
      },
      "total": {
        "$ref": "Price"
      },
      "vatRate": {
        "type": "number"
      },
      "attributes": {
        "$ref": "Attributes"
      }
    }
  }
};
