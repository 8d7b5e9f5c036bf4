import { getCustomerCall, putCustomerCall } from "@/app/api/customer/operations";
import { listLicensesCall, listProductsCall } from "@/app/api/license/operations";
import type { Operation } from "@/app/api/operation";
import { getUserCall, listUsersCall, searchUsersCall } from "@/app/api/users/operations";

/** Every call of the HTTP interface, in the order of its description (specification §7). */
export const OPERATIONS: readonly Operation[] = [
  putCustomerCall,
  getCustomerCall,
  listLicensesCall,
  listProductsCall,
  listUsersCall,
  searchUsersCall,
  getUserCall,
];
